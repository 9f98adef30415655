import type { CoercedVariables, CompiledOperation, PrepareRequest, SubgraphHeaders } from '../contract/operation.ts';
import type { Subscribe, TopicRequest } from '../contract/stream.ts';
import { rootTypeOf, walkSelections } from '../document/walkSelections.ts';
import { maskOf, type PolicyRule } from '../guard/authorise.ts';
import type { Forwarded } from '../guard/subgraphHeaders.ts';
import { effectiveIdentity } from './effectiveIdentity.ts';
import type { OperationAnswer, RequestContext } from './request.ts';
import { withoutAliases } from './withoutAliases.ts';

export interface SubscriptionDependencies {
  readonly subscribe: Subscribe;
  readonly policies: ReadonlyMap<string, PolicyRule>;
  readonly subgraphHeaders: (forwarded: Forwarded, nowMs: number) => SubgraphHeaders;
}

/** The subscription of a request: equal ones of viewers who may see the same share one. Throws when too many are open. */
export function openSubscription(
  dependencies: SubscriptionDependencies,
  compiled: CompiledOperation,
  prepare: PrepareRequest,
  variables: CoercedVariables,
  context: RequestContext,
): OperationAnswer {
  const { facts } = compiled;
  const identity = effectiveIdentity(facts, context);
  const forwarded = { identity, languages: context.languages, headers: context.forwardedHeaders };
  const { document, operation } = compiled.parsed;
  const unaliased = withoutAliases(document, operation);
  const query = unaliased?.query ?? prepare.query;
  const request: TopicRequest = {
    key: JSON.stringify([
      query,
      prepare.operationName,
      prepare.overrideLabels,
      prepare.overrideShare,
      maskOf(facts.access, context.identity, dependencies.policies),
      variables.key,
      identity.key,
      context.languages,
      context.forwardedHeaders,
    ]),
    fieldName: fieldNameOf(compiled),
    prepare: { ...prepare, query },
    rename: unaliased?.rename ? { key: prepare.query, rename: unaliased.rename } : null,
    traceHeaders: context.traceHeaders,
    execute: () => ({ coercedVariables: variables, headers: dependencies.subgraphHeaders(forwarded, Date.now()) }),
  };
  const stream = dependencies.subscribe(request, context.account);
  return { kind: 'stream', operation: { kind: compiled.kind, name: compiled.operationName }, stream };
}

/** The root field of a subscription, of which there is one (GraphQL, §5.2.3.1); fragments may stand around it. */
function fieldNameOf({ parsed }: CompiledOperation): string {
  const root = rootTypeOf(parsed);
  let name = '';
  walkSelections(parsed, {
    field: (node, parent) => {
      if (parent === root) name = node.name.value;
    },
    fragment: () => {},
  });
  return name;
}
