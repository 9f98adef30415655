import { currentLogContext } from './logContext.ts';

/** What a line of the log may carry beside its message. Nothing personal, no secret. */
export type LogFields = Readonly<Record<string, unknown>>;
type Level = 'debug' | 'info' | 'warn' | 'error';

export type Log = { readonly [Each in Level]: (message: string, fields?: LogFields) => void };

const weight: Readonly<Record<Level, number>> = { debug: 10, info: 20, warn: 30, error: 40 };

/**
 * A log that writes one line an event to standard error: readable text on a terminal or with LOG_FORMAT=text,
 * JSON otherwise. LOG_LEVEL (default `info`) sets what is left out. Lines of a request carry its `LogContext`.
 */
export function createLog(service: string, env: NodeJS.ProcessEnv = process.env): Log {
  const least = weight[(env.LOG_LEVEL as Level) ?? 'info'] ?? weight.info;
  const asText = env.LOG_FORMAT ? env.LOG_FORMAT === 'text' : process.stderr.isTTY === true;
  const write = (level: Level, message: string, given: LogFields = {}): void => {
    if (weight[level] < least) return;
    const fields = { ...currentLogContext(), ...given };
    process.stderr.write(`${asText ? text(level, message, fields) : json(service, level, message, fields)}\n`);
  };
  return {
    debug: (message, fields) => write('debug', message, fields),
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
  };
}

function json(service: string, level: Level, message: string, fields: LogFields): string {
  return JSON.stringify({ time: new Date().toISOString(), level, service, message, ...fields }, printable);
}

function text(level: Level, message: string, fields: LogFields): string {
  const details = Object.entries(fields).map(([name, value]) => ` ${name}=${plain(value)}`);
  return `${level === 'info' ? '' : `${level}: `}${message}${details.join('')}`;
}

function plain(value: unknown): string {
  if (value instanceof Error) return value.stack ?? value.message;
  return typeof value === 'string' ? value : (JSON.stringify(value, printable) ?? String(value));
}

function printable(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Error)
    return { name: value.name, message: value.message, stack: value.stack, cause: value.cause };
  return value;
}
