import type { PolicyRule } from '../config/readers.ts';
import { maskOf } from '../guard/authorise.ts';
import type { Forwarded } from '../guard/subgraphHeaders.ts';
import type { SubscriptionHub } from '../subscribe/hub.ts';
import type { TopicRequest } from '../subscribe/topic.ts';
import { askingIdentity } from './askingIdentity.ts';
import type { CoercedVariables, CompiledOperation, PrepareRequest, SubgraphHeaders } from './engine.ts';
import type { OperationFacts } from './facts.ts';
import type { OperationAnswer, RequestContext } from './request.ts';

export interface SubscriptionRooms {
  readonly hub: SubscriptionHub;
  readonly policies: ReadonlyMap<string, PolicyRule>;
  readonly subgraphHeaders: (forwarded: Forwarded, nowMs: number) => SubgraphHeaders;
}

/** The subscription of a request: equal ones of viewers who may see the same share one. Throws when too many are open. */
export function openSubscription(
  rooms: SubscriptionRooms,
  compiled: CompiledOperation<OperationFacts>,
  prepare: PrepareRequest<OperationFacts>,
  variables: CoercedVariables,
  context: RequestContext,
): OperationAnswer {
  const { facts } = compiled;
  const identity = askingIdentity(facts, context);
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
