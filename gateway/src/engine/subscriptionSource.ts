/** What a subscription subscribes to: the first fetch of its plan. */
import { type FieldNode, GraphQLError, getArgumentValues, Kind, type SelectionNode } from 'graphql';
import { type Refusal, RefusalError } from '../contract/errors.ts';
import type { CoercedVariables, ExecuteRequest, ParsedOperation } from '../contract/operation.ts';
import type { SubscriptionSource } from '../contract/subscription.ts';
import { fieldOf } from '../document/walkSelections.ts';
import { readJson } from '../json/readJson.ts';
import { refusalOf } from './refusal.ts';
import type { Variant } from './variant.ts';

export function subscriptionSourceOf(
  id: string,
  parsed: ParsedOperation,
  variant: Variant,
  variables: CoercedVariables,
  request: ExecuteRequest,
): SubscriptionSource | Refusal {
  const source = variant.program.steps[0];
  if (source?.kind !== 'subscription') {
    return refusalOf(new RefusalError('PLAN_EXECUTION_FAILED', 'The operation is not a subscription.'), false);
  }
  const node = rootField(parsed);
  const definition = fieldOf(parsed.schema.getSubscriptionType()!, node.name.value)!;
  const sent = readJson(`{${source.literals}}`) as Record<string, unknown>;
  for (const { name, clientName } of source.variables) {
    const text = variables.texts.get(clientName);
    if (text !== undefined) sent[name] = readJson(text);
  }
  const headers = request.headers?.forSubgraph(source.subgraphName) ?? [];
  try {
    const values = getArgumentValues(definition, node, Object.fromEntries(variables.values));
    return {
      kind: 'source',
      subgraphName: source.subgraphName,
      subgraphUrl: variant.code().steps[0]!.client.url,
      fieldName: node.name.value,
      arguments: new Map(Object.entries(values)),
      query: source.query,
      operationName: source.operationName,
      variables: sent,
      headers: [...headers, ...(request.traceHeaders?.() ?? [])],
      key: [id, request.headers?.key ?? '', variables.key].join('\n'),
    };
  } catch (error) {
    if (error instanceof GraphQLError) return refusalOf(new RefusalError('BAD_USER_INPUT', error.message), false);
    throw error;
  }
}

/** A subscription has one root field; validation has seen to it. */
function rootField({ operation, document }: ParsedOperation): FieldNode {
  let selections: readonly SelectionNode[] = operation.selectionSet.selections;
  while (true) {
    const selection =
      selections.find((each) => each.kind !== Kind.FIELD || each.name.value !== '__typename') ?? selections[0]!;
    if (selection.kind === Kind.FIELD) return selection;
    const inner =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : document.definitions.find(
            (each) => each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === selection.name.value,
          );
    selections =
      inner?.kind === Kind.INLINE_FRAGMENT || inner?.kind === Kind.FRAGMENT_DEFINITION
        ? inner.selectionSet.selections
        : [];
  }
}
