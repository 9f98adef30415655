import { Command } from 'commander';
import { registerDraw } from './commands/draw.ts';
import { registerGate } from './commands/gate.ts';
import { registerImportOdf } from './commands/importOdf.ts';
import { registerImportParis2024 } from './commands/importParis2024.ts';
import { registerQuery } from './commands/query.ts';
import { registerSchema } from './commands/schema.ts';
import { registerSimulate } from './commands/simulate.ts';
import { registerStatus } from './commands/status.ts';
import { registerTickets } from './commands/tickets.ts';
import { registerToken } from './commands/token.ts';
import { CommandError } from './output.ts';

// A reader that has seen enough (`| head`) is not a fault.
process.stdout.on('error', (error: { code?: string }) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const program = new Command('games')
  .description('The command line of the internal scripts of the Games Graph.')
  .showHelpAfterError()
  .exitOverride();

const importCommand = program.command('import').description('take data in');
registerImportOdf(importCommand);
registerImportParis2024(importCommand);
registerSimulate(program);
registerGate(program);
registerDraw(program);
registerQuery(program);
registerSchema(program);
registerStatus(program);
registerTickets(program);
registerToken(program);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  const { code, exitCode } = error as { code?: string; exitCode?: number };
  // Commander has printed its own messages, help among them.
  if (code?.startsWith('commander.')) process.exit(exitCode === 0 ? 0 : 2);
  process.stderr.write(`${error instanceof CommandError ? error.message : ((error as Error).stack ?? error)}\n`);
  process.exit(exitCode ?? 1);
}
