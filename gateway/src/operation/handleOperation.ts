import { createHash } from 'node:crypto';
import { ClientError } from '@games/service';
import { getOperationAST, parse } from 'graphql';
import { restrictPolicy, uncacheable } from '../cache/cachePolicy.ts';
import type { ResponseCache } from '../cache/responseCache.ts';
import type { LocatedError, Refusal } from '../contract/errors.ts';
import type { VariableValues } from '../contract/facts.ts';
import type {
  CoercedVariables,
  CompiledOperation,
  ExecuteResult,
  PrepareRequest,
  SubgraphHeaders,
} from '../contract/operation.ts';
import type { Subscribe } from '../contract/stream.ts';
import type { Generation, SupergraphManager } from '../contract/supergraph.ts';
import { maskOf, type PolicyRule } from '../guard/authorise.ts';
import { costWith } from '../guard/cost.ts';
import type { Documents } from '../guard/documents.ts';
import type { Identity } from '../guard/identity.ts';
import { limitVariables, type ValueLimits } from '../guard/limits/values.ts';
import type { Forwarded } from '../guard/subgraphHeaders.ts';
import { effectiveIdentity } from './effectiveIdentity.ts';
import { type Lease, leased, leaseOf } from './lease.ts';
import { openSubscription } from './openSubscription.ts';
import { presentThrown, withoutSuggestions } from './presentErrors.ts';
import type { OperationAnswer, OperationRequest, RequestContext } from './request.ts';

type Compiled = CompiledOperation;

export interface OperationDependencies {
  readonly manager: SupergraphManager;
  readonly documents: Documents;
  readonly responseCache: ResponseCache;
  /** Descriptions of the schema: the same for all who may read it, and long. */
  readonly introspectionCache: ResponseCache;
  readonly subscribe: Subscribe;
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

const introspectionKeptSeconds = 3_600;

/** The way of one GraphQL request through the gateway, from any transport. It never rejects: faults are answers. */
export function createHandleOperation(dependencies: OperationDependencies): HandleOperation {
  const { manager, documents, responseCache, introspectionCache, limits } = dependencies;

  return async (request, context) => {
    const lease = leaseOf(manager);
    try {
      const text = documents.textOf(request);
      limitVariables(request.variables, limits);

      const prepare = prepareRequest(dependencies, lease.generation, text, request, context);
      const compiled = lease.generation.prepared(prepare) ?? (await lease.generation.prepare(prepare));
      if (compiled.kind === 'refusal') {
        checkKindOfText(text, request, compiled, context);
        return refusal(dependencies, compiled.errors, context);
      }

      checkKind(compiled, context);
      checkIntrospection(dependencies, compiled, context);
      documents.keep(request, text, context.account);

      const variables = compiled.coerceVariables(request.variables);
      if (variables.kind === 'refusal') return refusal(dependencies, variables.errors, context);
      checkCost(compiled, variables.values, limits.costMax);

      if (compiled.kind === 'subscription') {
        return openSubscription(dependencies, compiled, prepare, variables, context);
      }

      if (compiled.facts.isIntrospectionOnly) {
        const kept = introspectionCache.find(`${compiled.id}\n${variables.key}`, Date.now());
        if (kept !== null) return { ...answerFromCache(compiled, kept), policy: uncacheable, ageSeconds: null };
      }
      const headers = headersFor(dependencies, compiled, context);
      const key = cacheKeyOf(compiled, variables, headers);
      const kept = key === null ? null : responseCache.find(key, Date.now());
      if (kept !== null) return answerFromCache(compiled, kept);

      const result = await compiled.execute({
        coercedVariables: variables,
        headers,
        account: context.account,
        traceHeaders: context.traceHeaders,
        // Half a mutation is worse than one that nobody waits for.
        ...(context.signal !== undefined && compiled.kind === 'query' ? { signal: context.signal } : {}),
      });
      if (result.kind === 'refusal') return refusal(dependencies, result.errors, context);
      const answer = answerOf(compiled, result, lease);
      if (key !== null && answer.policy.isPublic) {
        responseCache.keep(key, result.body, answer.policy.maxAgeSeconds, Date.now());
      }
      if (compiled.facts.isIntrospectionOnly && result.errors.length === 0) {
        introspectionCache.keep(`${compiled.id}\n${variables.key}`, result.body, introspectionKeptSeconds, Date.now());
      }
      return answer;
    } catch (error) {
      return { kind: 'refusal', errors: presentThrown(error, dependencies.onFault) };
    } finally {
      lease.end();
    }
  };
}

function prepareRequest(
  dependencies: OperationDependencies,
  generation: Generation,
  query: string,
  request: OperationRequest,
  context: RequestContext,
): PrepareRequest {
  const hasOverrides = generation.overrideLabels.length > 0;
  return {
    query,
    operationName: request.operationName,
    defer: context.acceptsDefer,
    ...(hasOverrides
      ? {
          overrideLabels: [...dependencies.overrideLabels, ...context.overrideLabels],
          overrideShare: sideOf(shareOf(context.account), generation.overrideLabels),
        }
      : {}),
    maskOf: (facts) => maskOf(facts.access, context.identity, dependencies.policies),
  };
}

/**
 * A share that is on the same side of every `percent(n)` as the given one, and the same for all that are: what is shared
 * between viewers is told apart by their sides, not by their numbers.
 */
function sideOf(share: number, labels: readonly string[]): number {
  const bounds = labels.map((label) => Number(/^percent\((\d+(?:\.\d+)?)\)$/.exec(label)?.[1] ?? 0));
  return Math.max(0, ...bounds.filter((bound) => bound <= share));
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

/** A mutation by GET is one of its own kind of fault, also where the schema has no mutations (GraphQL over HTTP, §6.2). */
function checkKindOfText(
  text: string,
  { operationName }: OperationRequest,
  { code }: Refusal,
  { kinds }: RequestContext,
): void {
  if (kinds.includes('mutation') || code !== 'GRAPHQL_VALIDATION_FAILED') return;
  if (getOperationAST(parse(text, { noLocation: true }), operationName)?.operation !== 'mutation') return;
  throw new ClientError('METHOD_NOT_ALLOWED', 'A mutation must be sent with POST.');
}

function checkIntrospection(
  { mayIntrospect }: OperationDependencies,
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

function headersFor(
  { subgraphHeaders }: OperationDependencies,
  { facts }: Compiled,
  context: RequestContext,
): SubgraphHeaders {
  const identity = effectiveIdentity(facts, context);
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
): Extract<OperationAnswer, { readonly kind: 'result' }> {
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
  const isClean = result.errors.length === 0 && result.patches === null && result.responseHeaders.length === 0;
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

/** Refusals of the engine pass the same last word as errors of answers; names of the schema stay with those who may read it. */
function refusal(
  dependencies: OperationDependencies,
  errors: readonly LocatedError[],
  { identity }: RequestContext,
): OperationAnswer {
  const presented = errors.map(dependencies.present);
  return { kind: 'refusal', errors: dependencies.mayIntrospect(identity) ? presented : withoutSuggestions(presented) };
}
