import { createHash } from 'node:crypto';
import { ClientError } from '@games/service';
import { restrictPolicy, uncacheable } from '../cache/cachePolicy.ts';
import type { ResponseCache } from '../cache/responseCache.ts';
import type { PolicyRule } from '../config/readers.ts';
import { presentThrown, withoutSuggestions } from '../errors.ts';
import { maskOf } from '../guard/authorise.ts';
import { costWith, type VariableValues } from '../guard/cost.ts';
import type { Documents } from '../guard/documents.ts';
import type { Identity } from '../guard/identity.ts';
import { limitVariables, type ValueLimits } from '../guard/limits/values.ts';
import type { Forwarded } from '../guard/subgraphHeaders.ts';
import type { SubscriptionHub } from '../subscribe/hub.ts';
import type { TopicRequest } from '../subscribe/topic.ts';
import type {
  CoercedVariables,
  CompiledOperation,
  ExecuteResult,
  Generation,
  LocatedError,
  PatchBatch,
  PrepareRequest,
  SubgraphHeaders,
  SupergraphManager,
} from './engine.ts';
import type { OperationFacts } from './facts.ts';
import type { OperationAnswer, OperationRequest, RequestContext } from './request.ts';

type Compiled = CompiledOperation<OperationFacts>;

export interface OperationRooms {
  readonly manager: SupergraphManager<OperationFacts>;
  readonly documents: Documents;
  readonly responseCache: ResponseCache;
  readonly hub: SubscriptionHub;
  readonly subgraphHeaders: (forwarded: Forwarded, nowMs: number) => SubgraphHeaders;
  readonly policies: ReadonlyMap<string, PolicyRule>;
  readonly mayIntrospect: (identity: Identity) => boolean;
  readonly limits: ValueLimits & { readonly costMax: number };
  readonly overrideLabels: readonly string[];
  /** The last word on an error before a client sees it. */
  readonly present: (error: LocatedError) => LocatedError;
  readonly onFault: (error: unknown) => void;
}

export type HandleOperation = (request: OperationRequest, context: RequestContext) => Promise<OperationAnswer>;

/** The way of one GraphQL request through the gateway, from any transport. It never rejects: faults are answers. */
export function createHandleOperation(rooms: OperationRooms): HandleOperation {
  const { manager, documents, responseCache, limits } = rooms;

  return async (request, context) => {
    const lease = leaseOf(manager);
    try {
      const text = documents.textOf(request);
      limitVariables(request.variables, limits);

      const prepare = prepareRequest(rooms, lease.generation, text, request, context);
      const compiled = lease.generation.prepared(prepare) ?? (await lease.generation.prepare(prepare));
      if (compiled.kind === 'refusal') return refusal(rooms, compiled.errors, context);

      checkKind(compiled, context);
      checkIntrospection(rooms, compiled, context);
      documents.keep(request, text, context.account);

      const variables = compiled.coerceVariables(request.variables);
      if (variables.kind === 'refusal') return refusal(rooms, variables.errors, context);
      checkCost(compiled, variables.values, limits.costMax);

      if (compiled.kind === 'subscription') return subscribe(rooms, compiled, prepare, variables, context);

      const headers = headersFor(rooms, compiled, context);
      const key = cacheKeyOf(compiled, variables, headers);
      const kept = key === null ? null : responseCache.find(key, Date.now());
      if (kept !== null) return answerFromCache(compiled, kept);

      const result = await compiled.execute({
        coercedVariables: variables,
        headers,
        // Half a mutation is worse than one that nobody waits for.
        ...(context.signal !== undefined && compiled.kind === 'query' ? { signal: context.signal } : {}),
      });
      if (result.kind === 'refusal') return refusal(rooms, result.errors, context);
      const answer = answerOf(compiled, result, lease);
      if (key !== null && answer.policy.isPublic) {
        responseCache.keep(key, result.body, answer.policy.maxAgeSeconds, Date.now());
      }
      return answer;
    } catch (error) {
      return { kind: 'refusal', errors: presentThrown(error, rooms.onFault) };
    } finally {
      lease.end();
    }
  };
}

/** A lease of the present generation that can outlive the request, for patches that are still to come. */
interface Lease {
  readonly generation: Generation<OperationFacts>;
  readonly end: () => void;
  /** Lets `end` pass once without effect; the function returned ends the lease. */
  readonly prolong: () => () => void;
}

function leaseOf(manager: SupergraphManager<OperationFacts>): Lease {
  const generation = manager.acquire();
  let isProlonged = false;
  return {
    generation,
    end: () => {
      if (!isProlonged) generation.release();
    },
    prolong: () => {
      isProlonged = true;
      return () => generation.release();
    },
  };
}

function prepareRequest(
  rooms: OperationRooms,
  generation: Generation<OperationFacts>,
  query: string,
  request: OperationRequest,
  context: RequestContext,
): PrepareRequest<OperationFacts> {
  const hasOverrides = generation.overrideLabels.length > 0;
  return {
    query,
    operationName: request.operationName,
    defer: context.acceptsDefer,
    ...(hasOverrides
      ? {
          overrideLabels: [...rooms.overrideLabels, ...context.overrideLabels],
          overrideShare: shareOf(context.account),
        }
      : {}),
    maskOf: (facts) => maskOf(facts.access, context.identity, rooms.policies),
  };
}

/** A number from 0 to 99.99 that stays the same for a viewer: which side of a progressive override it is on. */
function shareOf(account: string): number {
  return (createHash('sha256').update(account).digest().readUInt32BE(0) % 10_000) / 100;
}

function checkKind(compiled: Compiled, { kinds }: RequestContext): void {
  if (kinds.includes(compiled.kind)) return;
  if (compiled.kind === 'subscription') {
    throw new ClientError(
      'NOT_ACCEPTABLE',
      'A subscription needs a WebSocket, or text/event-stream or multipart/mixed among the accepted types.',
    );
  }
  throw new ClientError('METHOD_NOT_ALLOWED', `A ${compiled.kind} must be sent with POST.`);
}

function checkIntrospection(
  { mayIntrospect }: OperationRooms,
  { facts }: Compiled,
  { identity }: RequestContext,
): void {
  if (facts.isIntrospection && !mayIntrospect(identity)) {
    throw new ClientError('INTROSPECTION_DISABLED', 'The schema is not shown to this viewer.');
  }
}

function checkCost({ facts }: Compiled, variables: VariableValues, costMax: number): void {
  if (costMax === 0) return;
  const cost = costWith(facts.cost, variables);
  if (cost > costMax) {
    throw new ClientError('COST_TOO_HIGH', `The operation costs ${cost}; one request may cost ${costMax}.`, {
      cost,
      costMax,
    });
  }
}

/** Who asks for what is everybody's asks as nobody in particular: so answers can be shared and kept, and hold nothing personal. */
function headersFor(
  { subgraphHeaders }: OperationRooms,
  { facts }: Compiled,
  context: RequestContext,
): SubgraphHeaders {
  const { cachePolicy } = facts;
  const isPublic = cachePolicy.isPublic && cachePolicy.maxAgeSeconds > 0 && context.forwardedHeaders.length === 0;
  const identity = isPublic ? context.identity.asPublic : context.identity;
  return subgraphHeaders({ identity, languages: context.languages, headers: context.forwardedHeaders }, Date.now());
}

function cacheKeyOf(compiled: Compiled, variables: CoercedVariables, headers: SubgraphHeaders): string | null {
  const { isPublic, maxAgeSeconds } = compiled.facts.cachePolicy;
  if (compiled.kind !== 'query' || compiled.isDeferred || !isPublic || maxAgeSeconds === 0) return null;
  return `${compiled.id}\n${variables.key}\n${headers.key}`;
}

function answerFromCache(
  compiled: Compiled,
  kept: { readonly body: Buffer; readonly maxAgeSeconds: number; readonly storedAtMs: number },
): OperationAnswer {
  return {
    kind: 'result',
    body: kept.body,
    errors: [],
    operation: { kind: compiled.kind, name: compiled.operationName },
    policy: { maxAgeSeconds: kept.maxAgeSeconds, isPublic: true },
    ageSeconds: Math.floor((Date.now() - kept.storedAtMs) / 1_000),
    isShared: true,
    responseHeaders: [],
    patches: null,
  };
}

function answerOf(
  compiled: Compiled,
  result: ExecuteResult,
  lease: Lease,
): Extract<OperationAnswer, { readonly kind: 'result' }> {
  const isClean = result.errors.length === 0 && result.patches === null && compiled.kind === 'query';
  return {
    kind: 'result',
    body: result.body,
    errors: result.errors,
    operation: { kind: compiled.kind, name: compiled.operationName },
    policy: isClean ? restrictPolicy(compiled.facts.cachePolicy, result.subgraphCacheControl) : uncacheable,
    ageSeconds: null,
    isShared: result.isShared,
    responseHeaders: result.responseHeaders,
    patches: result.patches && leased(result.patches, lease.prolong()),
  };
}

/** Patches that keep their generation until they end, however they end – also when nobody ever asked for the first. */
function leased(patches: AsyncIterable<PatchBatch>, endLease: () => void): AsyncIterable<PatchBatch> {
  const iterator = patches[Symbol.asyncIterator]();
  let isOver = false;
  const over = (): void => {
    if (isOver) return;
    isOver = true;
    endLease();
  };
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        try {
          const step = await iterator.next();
          if (step.done) over();
          return step;
        } catch (error) {
          over();
          throw error;
        }
      },
      return: async () => {
        over();
        await iterator.return?.();
        return { done: true, value: undefined };
      },
    }),
  };
}

function subscribe(
  rooms: OperationRooms,
  compiled: Compiled,
  prepare: PrepareRequest<OperationFacts>,
  variables: CoercedVariables,
  context: RequestContext,
): OperationAnswer {
  const { facts } = compiled;
  const isShareable =
    facts.cachePolicy.isPublic && facts.cachePolicy.maxAgeSeconds > 0 && context.forwardedHeaders.length === 0;
  const identity = isShareable ? context.identity.asPublic : context.identity;
  const forwarded = { identity, languages: context.languages, headers: context.forwardedHeaders };
  const request: TopicRequest = {
    key: JSON.stringify([
      prepare.query,
      prepare.operationName,
      prepare.overrideLabels,
      prepare.overrideShare,
      maskOf(facts.access, context.identity, rooms.policies),
      variables.key,
      identity.key,
      context.languages,
      context.forwardedHeaders,
    ]),
    prepare,
    execute: () => ({ coercedVariables: variables, headers: rooms.subgraphHeaders(forwarded, Date.now()) }),
  };
  const stream = rooms.hub.subscribe(request, context.account);
  return { kind: 'stream', operation: { kind: compiled.kind, name: compiled.operationName }, stream };
}

/** Refusals of the engine pass the same last word as errors of answers; names of the schema stay with those who may read it. */
function refusal(
  rooms: OperationRooms,
  errors: readonly LocatedError[],
  { identity }: RequestContext,
): OperationAnswer {
  const presented = errors.map(rooms.present);
  return { kind: 'refusal', errors: rooms.mayIntrospect(identity) ? presented : withoutSuggestions(presented) };
}
