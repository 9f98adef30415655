import type { EngineEvent } from '../contract/events.ts';
import type { OperationKind } from '../contract/operation.ts';

export type Transport = 'http' | 'event-stream' | 'multipart' | 'websocket';

/** What happens in a gateway, as logs and metrics hear of it. Observers never change what they are told of. */
export type GatewayEvent =
  | {
      readonly kind: 'request';
      readonly requestId: string;
      readonly transport: Transport;
      readonly method: string;
      readonly status: number;
      readonly durationMs: number;
      readonly responseBytes: number;
      readonly operationKind: OperationKind | null;
      readonly operationName: string | null;
      /** Codes of the answer's errors, each once. */
      readonly codes: readonly string[];
      readonly viewerKind: string | null;
      readonly partner: string | null;
      /** Id of the key that came along. */
      readonly keyId: string | null;
      /** What the request is counted under; personal, never logged as it is. */
      readonly account: string | null;
      readonly address: string;
      /** Where the answer came from. */
      readonly origin: 'cache' | 'shared' | 'fresh' | null;
    }
  /** A peer that is not a trusted proxy sent X-Forwarded-For; told once. */
  | { readonly kind: 'forwarded-header-ignored'; readonly peer: string }
  | { readonly kind: 'shed'; readonly inFlight: number }
  | { readonly kind: 'published'; readonly subscribers: number; readonly resolveMs: number }
  | { readonly kind: 'slow-subscriber'; readonly transport: Transport; readonly bufferedBytes: number }
  | {
      readonly kind: 'masked';
      readonly message: string;
      readonly code: string;
      readonly serviceName: string | undefined;
    }
  | { readonly kind: 'fault'; readonly error: unknown }
  | { readonly kind: 'engine'; readonly event: EngineEvent };

export type Observe = (event: GatewayEvent) => void;

/** Notifies every observer; one that throws harms nobody. */
export function notifyAll(observers: readonly Observe[]): Observe {
  return (event) => {
    for (const observe of observers) {
      try {
        observe(event);
      } catch (error) {
        process.emitWarning(`An observer failed: ${String(error)}`);
      }
    }
  };
}
