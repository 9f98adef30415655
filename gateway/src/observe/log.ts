import type { Log } from '@games/service';
import type { EngineEvent } from '../contract/events.ts';
import type { Observe } from './events.ts';
import { createSecurityLog } from './securityLog.ts';

export type LoggedRequests = 'none' | 'faults' | 'all';

/** Writes events to the log: faults always, requests as configured. No document, variable, key or token is written. */
export function createLogObserver(log: Log, requests: LoggedRequests): Observe {
  const logRefusedAccess = createSecurityLog(log);
  return (event) => {
    switch (event.kind) {
      case 'request': {
        logRefusedAccess(event);
        if (requests === 'none' || (requests === 'faults' && event.status < 500)) return;
        const { kind: _kind, account: _account, address: _address, ...fields } = event;
        log.info('request', { ...fields, durationMs: Math.round(event.durationMs * 100) / 100 });
        return;
      }
      case 'forwarded-header-ignored':
        log.warn('X-Forwarded-For is not believed: name the proxy in TRUSTED_PROXIES, or all behind it count as one', {
          peer: event.peer,
        });
        return;
      case 'masked':
        log.warn('an error was masked', { message: event.message, code: event.code, serviceName: event.serviceName });
        return;
      case 'fault':
        log.error('fault', { error: event.error });
        return;
      case 'slow-subscriber':
        log.info('a slow subscriber was let go', { transport: event.transport, bufferedBytes: event.bufferedBytes });
        return;
      case 'engine':
        logEngine(log, event.event);
        return;
      case 'shed':
      case 'published':
        return;
    }
  };
}

function logEngine(log: Log, event: EngineEvent): void {
  switch (event.kind) {
    case 'circuit':
      log.warn(`the circuit to ${event.subgraphName} is ${event.state}`);
      return;
    case 'swapped':
      log.info('serving a supergraph', {
        generation: event.generation,
        schemaId: event.schemaId,
        buildMs: Math.round(event.buildMs),
      });
      return;
    case 'swap-failed':
      log.error('a supergraph was refused; the one before goes on', { reason: event.reason });
      return;
    case 'planner-restarted':
      log.warn('a planner process was restarted', { reason: event.reason });
      return;
    default:
      log.debug(event.kind, { ...event });
  }
}
