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
  readonly events?: string;
}

/** An answer of the graph, or an event of a subscription. */
interface Answer {
  readonly errors?: unknown;
  readonly data?: unknown;
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
    .option('--events <number>', 'events of a subscription to wait for (default: until it ends, or Ctrl-C)')
    .addHelpText(
      'after',
      `
Prints the answer as JSON; of a subscription each event as a line of JSON.
Exit code 2: the answer has errors.

Named operations: ${readNamedOperations()
        .map(({ name }) => name)
        .join(', ')}`,
    )
    .action(async (operation: string, options: QueryOptions) => {
      const eventsMax = readEventsMax(options.events);
      const response = await send(readDocument(operation), options);
      if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
        await printEvents(response, eventsMax);
        return;
      }
      const answer = (await response.json()) as Answer;
      process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
      if (answer.errors) process.exitCode = 2;
    });
}

function readEventsMax(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new CommandError('--events is a number from 1.');
}

function readDocument(operation: string): string {
  const operations = readNamedOperations();
  const named = operations.find(({ name }) => name === operation);
  if (named) return named.document;
  if (/^\w+$/.test(operation)) {
    throw new CommandError(
      `There is no named operation ${operation}; there are ${operations.map(({ name }) => name).join(', ')}.`,
    );
  }
  if (!operation.endsWith('.graphql')) return operation;
  try {
    return readFileSync(operation, 'utf8');
  } catch {
    throw new CommandError(`There is no file ${operation}.`);
  }
}

async function send(query: string, options: QueryOptions): Promise<Response> {
  const running = findRunning();
  const url = options.url ?? running?.gatewayUrl;
  if (!url) throw new CommandError('No gateway runs here: `npm start` first, or give --url.');
  let variables: unknown;
  try {
    variables = JSON.parse(options.variables);
  } catch {
    throw new CommandError('--variables is not JSON.');
  }
  const token = options.token ?? developmentToken(options.as);
  const key = options.key ?? running?.partnerKey;
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream;q=0.5',
      ...(key ? { 'x-api-key': key } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify({ query, variables }),
  }).catch(() => {
    throw new CommandError(`The gateway at ${url} does not answer.`);
  });
}

function developmentToken(who: string | undefined): string | undefined {
  if (who === undefined) return undefined;
  if (who !== 'fan' && who !== 'staff') throw new CommandError('--as is fan or staff.');
  const running = findRunning();
  if (!running) throw new CommandError('No gateway runs here, so there are no development tokens: `npm start` first.');
  return who === 'fan' ? running.fanToken : running.staffToken;
}

/** Prints the events of a stream (HTML, §9.2; the protocol of graphql-sse) until it ends, or as many as are wanted. */
async function printEvents({ body }: Response, eventsMax: number): Promise<void> {
  if (body === null) return;
  let rest = '';
  let printed = 0;
  const print = (event: string): void => {
    const data = /^data: ?(.*)$/m.exec(event)?.[1];
    if (!/^event: ?next$/m.test(event) || data === undefined) return;
    process.stdout.write(`${data}\n`);
    printed += 1;
    if ((JSON.parse(data) as Answer).errors) process.exitCode = 2;
  };
  try {
    for await (const text of body.pipeThrough(new TextDecoderStream())) {
      const events = (rest + text).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        print(event);
        if (printed >= eventsMax) return;
      }
    }
  } catch {
    throw new CommandError('The subscription broke off: the gateway has gone.');
  }
}
