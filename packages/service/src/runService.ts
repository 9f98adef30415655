import { createLog } from './log.ts';

/** Something that was started and can be stopped; `close` finishes what is under way first. */
export interface RunningService {
  readonly url?: string;
  close(): Promise<void>;
}

const closeDeadlineMs = 10_000;

/**
 * The life of a service process, for its main.ts: starts it, says where it listens, closes it on SIGINT, SIGTERM or
 * when the parent that asked for it (IPC channel) goes away, and ends with one clear sentence and exit code 1 when it
 * cannot start.
 */
export async function runService(name: string, start: () => Promise<RunningService>): Promise<void> {
  const log = createLog(name);
  let service: RunningService;
  try {
    service = await start();
  } catch (error) {
    log.error(`${name} could not start: ${explain(error)}`, detail(error));
    process.exit(1);
  }
  log.info('ready', { url: service.url });
  process.send?.({ ready: true, url: service.url });

  let closing = false;
  const stop = async (reason: string): Promise<void> => {
    if (closing) return;
    closing = true;
    log.info('stopping', { reason });
    setTimeout(() => process.exit(1), closeDeadlineMs).unref();
    try {
      await service.close();
      process.exit(0);
    } catch (error) {
      log.error('stopping failed', { error });
      process.exit(1);
    }
  };
  process.on('SIGINT', () => void stop('SIGINT'));
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('disconnect', () => void stop('parent gone'));
  process.on('unhandledRejection', (error) => log.error('unhandled rejection', { error }));
}

/** A sentence for the faults that people meet, the message itself for others. */
export function explain(error: unknown): string {
  const { code, message, port } = error as { code?: string; message?: string; port?: number };
  if (code === 'EADDRINUSE') return `port ${port ?? ''} is in use by another program; choose another with --port.`;
  if (code === 'ECONNREFUSED') return 'the database (or Redis) does not answer at its address.';
  if (code === 'ENOSPC' || code === '53100') return 'the disk is full.';
  if (code === '28P01' || code === '28000') return 'the database refused the user or password.';
  return message || String(error);
}

function detail(error: unknown): { readonly error?: unknown } {
  const known = ['EADDRINUSE', 'ECONNREFUSED', 'ENOSPC', '28P01', '28000'];
  return known.includes((error as { code?: string }).code ?? '') ? {} : { error };
}
