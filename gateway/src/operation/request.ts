import type { LocatedError } from '../contract/errors.ts';
import type { CachePolicy } from '../contract/facts.ts';
import type { JsonObject } from '../contract/jsonObject.ts';
import type { OperationKind, PatchBatch } from '../contract/operation.ts';
import type { SubscriptionStream } from '../contract/stream.ts';
import type { Identity } from '../guard/identity.ts';

/** A GraphQL request as any transport brings it; its parts have the right types and nothing more is known of them. */
export interface OperationRequest {
  readonly query: string | null;
  readonly operationName: string | null;
  readonly variables: JsonObject | null;
  readonly extensions: JsonObject | null;
  /** Id of a trusted document. */
  readonly documentId: string | null;
}

/** Around a request: who asks, and what the transport can carry. */
export interface RequestContext {
  readonly identity: Identity;
  /** What the requester's doings are counted under. */
  readonly account: string;
  /** Accepted languages in their normal form. */
  readonly languages: string;
  /** `[name, value, …]` of the headers passed on to subgraphs. */
  readonly forwardedHeaders: readonly string[];
  readonly overrideLabels: readonly string[];
  /** What this transport may run: a GET no mutation, one without streaming no subscription. */
  readonly kinds: readonly OperationKind[];
  readonly acceptsDefer: boolean;
  readonly signal: AbortSignal | undefined;
  /** `[name, value, …]` that tell a subgraph of which request a call is. */
  readonly traceHeaders: () => readonly string[];
}

export type OperationAnswer =
  | {
      /** The operation did not run. */
      readonly kind: 'refusal';
      readonly errors: readonly LocatedError[];
    }
  | {
      readonly kind: 'result';
      /** `{"data":…}` as UTF-8, shared: never write into it. */
      readonly body: Buffer;
      readonly errors: readonly LocatedError[];
      readonly operation: OperationOutline;
      readonly policy: CachePolicy;
      /** Seconds since the answer was made, where it comes from the cache; null where it is fresh. */
      readonly ageSeconds: number | null;
      readonly isShared: boolean;
      readonly responseHeaders: readonly string[];
      readonly patches: AsyncIterable<PatchBatch> | null;
    }
  | {
      readonly kind: 'stream';
      readonly operation: OperationOutline;
      readonly stream: SubscriptionStream;
    };

/** What logs and metrics may say of an operation. */
export interface OperationOutline {
  readonly kind: OperationKind;
  readonly name: string | null;
}
