import { readFileSync } from 'node:fs';
import { readNamedOperations } from '@games/schema';
import type { Command } from 'commander';
import { CommandError } from '../output.ts';
import { findRunning } from '../running.ts';

interface QueryOptions {
  readonly variables: string;
  readonly url?: string;
  readonly key?: string;
  readonly token?: string;
  readonly as?: string;
}

/** `games query`: sends a named operation, a file or a text to the gateway and prints the answer. */
export function registerQuery(program: Command): void {
  program
    .command('query <operation>')
    .description('send an operation to the gateway: the name of one of schema/operations, a .graphql file, or the text')
    .option('-v, --variables <json>', 'variables as JSON', '{}')
    .option('--url <url>', 'the gateway (default: the one that runs here)')
    .option('--key <key>', 'API key of a partner (default: the development key)')
    .option('--token <token>', 'token of a fan or of staff')
    .option('--as <who>', 'fan or staff: use the development token')
    .action(async (operation: string, options: QueryOptions) => {
      const answer = await send(readDocument(operation), options);
      process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
      if (answer.errors) process.exitCode = 2;
    });
}

function readDocument(operation: string): string {
  const named = readNamedOperations().find(({ name }) => name === operation);
  if (named) return named.document;
  if (!operation.endsWith('.graphql')) return operation;
  try {
    return readFileSync(operation, 'utf8');
  } catch {
    throw new CommandError(`There is no file ${operation}.`);
  }
}

async function send(query: string, options: QueryOptions): Promise<{ errors?: unknown; data?: unknown }> {
  const running = findRunning();
  const url = options.url ?? running?.gatewayUrl;
  if (!url) throw new CommandError('No gateway runs here: `npm start` first, or give --url.');
  let variables: unknown;
  try {
    variables = JSON.parse(options.variables);
  } catch {
    throw new CommandError('--variables is not JSON.');
  }
  const token =
    options.token ??
    (options.as === 'fan' ? running?.fanToken : options.as === 'staff' ? running?.staffToken : undefined);
  const key = options.key ?? running?.partnerKey;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key ? { 'x-api-key': key } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify({ query, variables }),
  }).catch(() => {
    throw new CommandError(`The gateway at ${url} does not answer.`);
  });
  return (await response.json()) as { errors?: unknown; data?: unknown };
}
