import type { LoadedSupergraph } from './apolloPlanner.ts';
import type { QueryPlan } from './queryPlan.ts';

export type PlannerRequest =
  | { readonly kind: 'load'; readonly id: number; readonly generation: number; readonly supergraphSdl: string }
  | { readonly kind: 'drop'; readonly generation: number }
  | {
      readonly kind: 'plan';
      readonly id: number;
      readonly generation: number;
      readonly document: string;
      readonly operationName: string | null;
      readonly labels: readonly string[];
    };

export type PlannerReply =
  | { readonly kind: 'loaded'; readonly id: number; readonly supergraph: LoadedSupergraph }
  | {
      readonly kind: 'planned';
      readonly id: number;
      readonly plan: QueryPlan;
      readonly isBest: boolean;
      readonly planningMs: number;
    }
  | { readonly kind: 'failed'; readonly id: number; readonly code: string; readonly message: string };
