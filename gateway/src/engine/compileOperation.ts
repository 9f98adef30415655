/** A parsed operation → what requests execute. */

import { type FieldNode, GraphQLError, getArgumentValues, Kind, type SelectionNode } from 'graphql';
import type { Refusal } from '../contract/errors.ts';
import { RefusalError } from '../contract/errors.ts';
import type { OperationFacts } from '../contract/facts.ts';
import type { DedupeMode } from '../contract/limits.ts';
import type {
  CoercedVariables,
  CompiledOperation,
  ExecuteRequest,
  ExecuteResult,
  ParsedOperation,
} from '../contract/operation.ts';
import type { SourceEvent, SubscriptionSource } from '../contract/subscription.ts';
import { createVariableCoercer } from '../document/variables.ts';
import { fieldOf } from '../plan/planningDocument.ts';
import { memoisedHeaders, type OperationRun, type RunSettings, runOperation } from './operationRun.ts';
import { refusalOf } from './refusal.ts';
import { SharedData } from './sharedData.ts';
import { SharedRuns } from './sharedRuns.ts';
import { type EventSeed, readEvent } from './sourceEvent.ts';
import { Variant } from './variant.ts';
import { Variants, type VariantsContext } from './variants.ts';

export type OperationContext = VariantsContext & {
  readonly facts: OperationFacts;
  readonly settings: RunSettings;
  readonly dedupe: DedupeMode;
  readonly operationDeadlineMs: number;
};

export type Compilation = {
  readonly compiled: CompiledOperation;
  readonly variants: Variants;
};

const modeOrder: readonly DedupeMode[] = ['off', 'subgraph', 'all'];
let lastId = 0;

/** Plans the operation's first variant. A refusal of the planner is the refusal of the operation. */
export async function compileOperation(context: OperationContext): Promise<Compilation | Refusal> {
  const { parsed } = context;
  const { operation, schema } = parsed;
  const coerceVariables = createVariableCoercer(schema, operation);
  const variants = new Variants(context);
  const shared = new SharedRuns();
  const sharedData = new SharedData();
  const id = `op${++lastId}`;
  const first = await variants.getFirst();
  if (!(first instanceof Variant)) return first;

  const deadlineOf = ({ deadlineMs }: ExecuteRequest): number =>
    Date.now() + Math.min(deadlineMs ?? context.operationDeadlineMs, context.operationDeadlineMs);

  const start = (
    request: ExecuteRequest,
    variables: CoercedVariables,
    variant: Variant,
    mode: DedupeMode,
    seed?: EventSeed,
  ): OperationRun =>
    runOperation({
      parsed,
      variant,
      variables,
      headersFor: memoisedHeaders(request.headers),
      headersKey: request.headers?.key ?? '',
      isSharable: mode !== 'off',
      sharedData: mode === 'subgraph' && operation.operation === 'query' && seed === undefined ? sharedData : null,
      deadlineAtMs: deadlineOf(request),
      settings: context.settings,
      ...(seed === undefined ? {} : { seed }),
    });

  const executeVariant = (
    request: ExecuteRequest,
    variables: CoercedVariables,
    variant: Variant | Refusal,
  ): Promise<ExecuteResult | Refusal> => {
    if (!(variant instanceof Variant)) return Promise.resolve(variant);
    const mode = narrower(request.dedupe ?? context.dedupe, context.dedupe);
    if (mode === 'all' && operation.operation === 'query' && variant.blocks.length === 0) {
      const key = `${request.headers?.key ?? ''}\n${variables.key}`;
      return shared.join(key, request.signal, () => start(request, variables, variant, mode));
    }
    return cancellable(start(request, variables, variant, mode), request.signal);
  };

  const execute = (request: ExecuteRequest): Promise<ExecuteResult | Refusal> => {
    const variables = request.coercedVariables ?? coerceVariables(request.variables);
    if (variables.kind === 'refusal') return Promise.resolve(variables);
    const variant = variants.find(variables);
    if (variant !== undefined) return executeVariant(request, variables, variant);
    return variants.get(variables).then((planned) => executeVariant(request, variables, planned));
  };

  const subscriptionSource = async (request: ExecuteRequest): Promise<SubscriptionSource | Refusal> => {
    const variables = request.coercedVariables ?? coerceVariables(request.variables);
    if (variables.kind === 'refusal') return variables;
    const variant = await variants.get(variables);
    return variant instanceof Variant ? sourceOf(id, context, variant, variables, request) : variant;
  };

  const resolveEvent = async (event: SourceEvent, request: ExecuteRequest): Promise<ExecuteResult | Refusal> => {
    const variables = request.coercedVariables ?? coerceVariables(request.variables);
    if (variables.kind === 'refusal') return variables;
    const variant = await variants.get(variables);
    if (!(variant instanceof Variant)) return variant;
    const headersFor = memoisedHeaders(request.headers);
    const seed = await readEvent(event, { variant, variables, headersFor, deadlineAtMs: deadlineOf(request) });
    return cancellable(start(request, variables, variant, context.dedupe, seed), request.signal);
  };

  const compiled: CompiledOperation = Object.freeze({
    kind: operation.operation,
    operationName: operation.name?.value ?? null,
    id,
    facts: context.facts,
    parsed,
    isDeferred: first.blocks.length > 0,
    sizeBytes: parsed.query.length * 60 + first.sizeBytes,
    subgraphs: [...new Set(first.program.steps.map(({ subgraphName }) => subgraphName))],
    explain: () => ({ plan: JSON.stringify(first.plan, null, 2), program: JSON.stringify(first.program, null, 2) }),
    coerceVariables,
    execute,
    subscriptionSource,
    resolveEvent,
  });
  return { compiled, variants };
}

const narrower = (a: DedupeMode, b: DedupeMode): DedupeMode =>
  modeOrder[Math.min(modeOrder.indexOf(a), modeOrder.indexOf(b))]!;

function cancellable({ result, cancel }: OperationRun, signal: AbortSignal | undefined): Promise<ExecuteResult> {
  if (signal === undefined) return result;
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      cancel();
      reject(signal.reason);
    };
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    const done = () => signal.removeEventListener('abort', onAbort);
    result.then(
      (value) => {
        if (value.patches === null) done();
        resolve(value);
      },
      (error) => {
        done();
        reject(error);
      },
    );
  });
}

function sourceOf(
  id: string,
  { parsed }: OperationContext,
  variant: Variant,
  variables: CoercedVariables,
  request: ExecuteRequest,
): SubscriptionSource | Refusal {
  const source = variant.program.steps[0];
  if (source?.kind !== 'subscription') {
    return refusalOf(new RefusalError('PLAN_EXECUTION_FAILED', 'The operation is no subscription.'), false);
  }
  const node = rootField(parsed);
  const definition = fieldOf(parsed.schema.getSubscriptionType()!, node.name.value)!;
  const sent: Record<string, unknown> = {};
  for (const { name, clientName } of source.variables) {
    const text = variables.texts.get(clientName);
    if (text !== undefined) sent[name] = JSON.parse(text);
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
      headers,
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
