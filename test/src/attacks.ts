import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import WebSocket from 'ws';
import { ask, type Credentials } from './ask.ts';

/** One bounded volley; settles with what the attacker was told: codes, outcomes, ends of connections. */
export type Attack = () => Promise<readonly string[]>;

const times = <T>(count: number, make: (number: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

/** The codes of answers, or their status where they have none. */
const codesOf = (answers: readonly Awaited<ReturnType<typeof ask>>[]): readonly string[] =>
  answers.flatMap(({ status, errors }) => errors?.map(({ extensions }) => extensions.code) ?? [String(status)]);

/** Ten heads of 15,000 blanks each, without credentials: quadratic work for a server that splits them by `\s*,\s*`. */
export function blankHeaders(url: string): Attack {
  const { port, pathname } = new URL(url);
  const blanks = `a${' '.repeat(15_000)}b`;
  const send = async (name: string): Promise<string> => {
    const socket = connect(Number(port), '127.0.0.1');
    const head = `POST ${pathname} HTTP/1.1\r\nhost: 127.0.0.1\r\n${name}: ${blanks}\r\nconnection: close\r\n`;
    socket.write(`${head}content-type: application/json\r\ncontent-length: 2\r\n\r\n{}`);
    const [status] = /\d{3}/.exec((await text(socket)).slice(0, 20)) ?? ['closed'];
    return status;
  };
  return () => Promise.all(times(10, (n) => send(['accept-encoding', 'accept', 'accept-language'][n % 3] as string)));
}

/** Documents of 18 KB that differ in a literal: each is new to every cache that goes by the text. */
export function uniqueLiterals(url: string, credentials: Credentials): Attack {
  let unique = 0;
  const document = (): string =>
    `{ ${times(28, (n) => `a${n}: athlete(id: "ath_${unique++}${'0'.repeat(600)}") { id name }`).join(' ')} }`;
  return async () => codesOf(await Promise.all(times(4, () => ask(url, document(), {}, credentials))));
}

/** Aliases that list the whole schema, each one more time. */
export function aliasedIntrospection(url: string, credentials: Credentials): Attack {
  const aliases = (word: string) =>
    times(25, (n) => `${word}${n}: __schema { types { name fields { name args { name } } } }`).join(' ');
  let volley = 0;
  return async () => codesOf([await ask(url, `{ ${aliases(`v${volley++}a`)} }`, {}, credentials)]);
}

/** A fan that opens subscriptions to one field under ever new aliases on one WebSocket; `whileOpen` sees them open. */
export function aliasedSubscriptions(
  url: string,
  { token = '' }: Credentials,
  count: number,
  whileOpen: () => Promise<void> = async () => {},
): Attack {
  return async () => {
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
    const outcomes: string[] = [];
    const [acknowledged, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    socket.on('message', (bytes: Buffer) => {
      const { type, payload } = JSON.parse(bytes.toString('utf8'));
      if (type === 'connection_ack') acknowledged.resolve();
      if (type === 'pong') answered.resolve();
      if (type === 'error') outcomes.push(payload[0].extensions.code);
    });
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
    await acknowledged.promise;
    for (const n of times(count, (n) => n)) {
      const query = `subscription { medalTableUpdated { a${n}: decidedEventCount } }`;
      socket.send(JSON.stringify({ id: String(n), type: 'subscribe', payload: { query } }));
    }
    socket.send('{"type":"ping"}');
    await answered.promise;
    await whileOpen();
    socket.terminate();
    return outcomes;
  };
}

/** An application that goes on with keys that are wrong. */
export function wrongKeys(url: string): Attack {
  let number = 0;
  return async () =>
    codesOf(await Promise.all(times(30, () => ask(url, '{ games { name } }', {}, { key: `gk_wrong_${number++}` }))));
}

/** A fan who holds places of a session again and again, and pays for none. */
export function holdsWithoutPaying(url: string, credentials: Credentials, hold: Record<string, unknown>): Attack {
  const document = 'mutation ($input: HoldBestSeatsInput!) { holdBestSeats(input: $input) { __typename } }';
  let number = 0;
  return async () => {
    const attempt = () =>
      ask(url, document, { input: { ...hold, idempotencyKey: `never-paid-${number++}` } }, credentials);
    const answers = await Promise.all(times(4, attempt));
    return answers.flatMap(({ data, errors }) => data?.holdBestSeats?.__typename ?? errors?.[0]?.extensions.code ?? []);
  };
}

/** More operations at once than one account may have under way. */
export function flood(url: string, credentials: Credentials): Attack {
  let number = 0;
  const document = () => `query { u${number++}: athletes(first: 20) { nodes { id name nextUnit { name } } } }`;
  return async () => codesOf(await Promise.all(times(60, () => ask(url, document(), {}, credentials))));
}

/** Connections from one address that send half a head and no more; it is told which the server closed. */
export function halfOpenConnections(url: string, count: number): Attack {
  const port = Number(new URL(url).port);
  return async () => {
    // An address of its own, as another machine has; all of 127.0.0.0/8 is this one.
    const sockets = times(count, () => connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' }));
    const ends = sockets.map(async (socket) => {
      let isClosed = false;
      socket.on('error', () => {});
      socket.on('close', () => {
        isClosed = true;
      });
      socket.resume();
      await once(socket, 'connect').catch(() => {});
      socket.write('POST /graphql HTTP/1.1\r\nhost: 127');
      return () => isClosed;
    });
    const isClosed = await Promise.all(ends);
    // What is refused is closed before the next connection of the same loop is answered.
    await fetch(new URL('/health/live', url));
    const outcomes = isClosed.map((of) => (of() ? 'closed' : 'open'));
    for (const socket of sockets) socket.destroy();
    return outcomes;
  };
}
