/** What the engine tells observers. */
export type EngineEvent =
  | {
      readonly kind: 'prepared';
      readonly operationName: string | null;
      readonly outcome: 'compiled' | 'refused';
      readonly planningMs: number;
      readonly totalMs: number;
    }
  | {
      readonly kind: 'fetched';
      readonly subgraphName: string;
      readonly durationMs: number;
      readonly status: number | null;
      readonly responseBytes: number;
      readonly representations: number;
      readonly attempts: number;
      readonly isShared: boolean;
      readonly errorCode: string | null;
    }
  | { readonly kind: 'circuit'; readonly subgraphName: string; readonly state: 'closed' | 'open' | 'half-open' }
  | {
      readonly kind: 'swapped';
      readonly generation: number;
      readonly schemaId: string;
      readonly buildMs: number;
      readonly warmedUp: number;
    }
  | { readonly kind: 'swap-failed'; readonly reason: string }
  | { readonly kind: 'generation-closed'; readonly generation: number }
  | { readonly kind: 'planner-restarted'; readonly reason: string };
