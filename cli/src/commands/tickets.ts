import { auditTickets, type TicketsAudit } from '@games/ticketing';
import { type Command, InvalidArgumentError } from 'commander';
import { databaseUrl, withDatabase } from '../databases.ts';
import { print, table } from '../output.ts';
import { requireRunning } from '../running.ts';

interface AuditOptions {
  readonly database?: string;
  readonly grace: number;
  readonly json: boolean;
}

/** `games tickets`: what the organisers of ticketing ask at the command line. */
export function registerTickets(program: Command): void {
  program
    .command('tickets')
    .description('ticketing from the inside')
    .command('audit')
    .description(
      'check what must always be true: seats sold, one owner for each, money for tickets, one outcome per idempotency key; exit code 1 when something is broken',
    )
    .option('--database <url>', 'the database of ticketing (default: of what runs here)')
    .option('--grace <seconds>', 'how old a refund under way may be', wholeSeconds, 900)
    .option('--json', 'as JSON', false)
    .action(async (options: AuditOptions) => {
      const url = options.database ?? runningDatabase();
      const audit = await withDatabase(url, (database) => auditTickets(database, { graceSeconds: options.grace }));
      print(options.json, audit, () => auditText(audit));
      if (!audit.holds) process.exitCode = 1;
    });
}

function runningDatabase(): string {
  const running = requireRunning(', or name the database with --database');
  return databaseUrl(running.databaseServerUrl, running.games, 'ticketing');
}

function wholeSeconds(text: string): number {
  if (!/^\d{1,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of seconds.');
  return Number(text);
}

function auditText({ invariants }: TicketsAudit): string {
  const overview = table(
    ['invariant', 'holds', 'checked', 'offenders'],
    invariants.map(({ name, holds, checked, offenders }) => [name, holds ? 'yes' : 'NO', checked, offenders.length]),
  );
  const faults = invariants
    .filter(({ holds }) => !holds)
    .map(({ name, rule, offenders }) =>
      [`${name}: ${rule}`, ...offenders.map(({ subject, detail }) => `  ${subject}: ${detail}`)].join('\n'),
    );
  return [overview, ...faults].join('\n\n');
}
