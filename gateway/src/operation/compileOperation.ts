/** A planned document → the operation that requests execute. */
import { type FieldNode, GraphQLError, getArgumentValues, Kind, type SelectionNode, visit } from 'graphql';
import type { QueryPlan } from '../plan/queryPlan.ts';
import type {
  CoercedVariables,
  CompiledOperation,
  DedupeMode,
  ExecuteRequest,
  ExecuteResult,
  LocatedError,
  ParsedOperation,
  Refusal,
  SourceEvent,
  SubscriptionSource,
} from './engine.ts';
import { RefusalError } from './engine.ts';
import { memoisedHeaders, type OperationRun, type RunSettings, runOperation } from './operationRun.ts';
import type { PlanningDocument } from './planningDocument.ts';
import { fieldOf } from './planningDocument.ts';
import { refusalOf } from './refusal.ts';
import { SharedRuns } from './sharedRuns.ts';
import { type EventSeed, readEvent } from './sourceEvent.ts';
import { createVariableCoercer } from './variables.ts';
import { Variant, type VariantContext } from './variant.ts';

export type OperationContext<Facts> = Omit<VariantContext, 'parsed' | 'plan' | 'planning' | 'refused' | 'keys'> & {
  readonly parsed: ParsedOperation;
  readonly plan: QueryPlan;
  readonly planning: PlanningDocument;
  readonly keys: VariantContext['keys'];
  readonly refused: ReadonlyMap<SelectionNode, Omit<LocatedError, 'path'>>;
  readonly facts: Facts;
  readonly settings: RunSettings;
  readonly dedupe: DedupeMode;
  readonly operationDeadlineMs: number;
};

/** Variants of one operation: more than these are built again when they are asked for. */
const maxVariants = 32;
let lastId = 0;

const modeOrder: readonly DedupeMode[] = ['off', 'subgraph', 'all'];

export function compileOperation<Facts>(context: OperationContext<Facts>): CompiledOperation<Facts> {
  const { parsed } = context;
  const { operation, schema } = parsed;
  const coerceVariables = createVariableCoercer(schema, operation);
  const conditionNames = conditionVariables(parsed);
  const variants = new Map<string, Variant | Refusal>();
  const shared = new SharedRuns();
  const id = `op${++lastId}`;

  const variantFor = ({ values }: CoercedVariables): Variant | Refusal => {
    let key = '';
    for (const name of conditionNames) key += values.get(name) === true ? '1' : '0';
    const known = variants.get(key);
    if (known !== undefined) return known;
    const conditions = new Map(conditionNames.map((name) => [name, values.get(name) === true]));
    const variant = buildVariant(context, conditions);
    if (variants.size >= maxVariants) variants.delete(variants.keys().next().value!);
    variants.set(key, variant);
    return variant;
  };

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
      isSharable: mode !== 'off',
      deadlineAtMs: deadlineOf(request),
      settings: context.settings,
      ...(seed === undefined ? {} : { seed }),
    });

  const execute = (request: ExecuteRequest): Promise<ExecuteResult | Refusal> => {
    const variables = request.coercedVariables ?? coerceVariables(request.variables);
    if (variables.kind === 'refusal') return Promise.resolve(variables);
    const variant = variantFor(variables);
    if (!(variant instanceof Variant)) return Promise.resolve(variant);
    const mode = narrower(request.dedupe ?? context.dedupe, context.dedupe);
    if (mode === 'all' && operation.operation === 'query' && variant.blocks.length === 0) {
      const key = `${request.headers?.key ?? ''}\n${variables.key}`;
      return shared.join(key, request.signal, () => start(request, variables, variant, mode));
    }
    return cancellable(start(request, variables, variant, mode), request.signal);
  };

  const subscriptionSource = (request: ExecuteRequest): SubscriptionSource | Refusal => {
    const variables = request.coercedVariables ?? coerceVariables(request.variables);
    if (variables.kind === 'refusal') return variables;
    const variant = variantFor(variables);
    return variant instanceof Variant ? sourceOf(id, context, variant, variables, request) : variant;
  };

  const resolveEvent = async (event: SourceEvent, request: ExecuteRequest): Promise<ExecuteResult | Refusal> => {
    const variables = request.coercedVariables ?? coerceVariables(request.variables);
    if (variables.kind === 'refusal') return variables;
    const variant = variantFor(variables);
    if (!(variant instanceof Variant)) return variant;
    const headersFor = memoisedHeaders(request.headers);
    const deadlineAtMs = deadlineOf(request);
    const seed = await readEvent(event, { variant, variables, headersFor, deadlineAtMs });
    return cancellable(start(request, variables, variant, context.dedupe, seed), request.signal);
  };

  // What the operation needs in its plainest form is built now, so that a refusal is known before the first request.
  const first = variantFor({ kind: 'variables', values: new Map(), texts: new Map(), key: '' });
  if (!(first instanceof Variant)) throw new RefusalError(first.code, first.errors[0]!.message);

  return Object.freeze({
    kind: operation.operation,
    operationName: operation.name?.value ?? null,
    id,
    facts: context.facts,
    parsed,
    isDeferred: context.planning.deferred.size > 0,
    sizeBytes: sizeOf(context, first),
    subgraphs: [...new Set(first.program.steps.map(({ subgraphName }) => subgraphName))],
    explain: () => ({ plan: JSON.stringify(context.plan, null, 2), program: JSON.stringify(first.program, null, 2) }),
    coerceVariables,
    execute,
    subscriptionSource,
    resolveEvent,
  });
}

function buildVariant<Facts>(
  context: OperationContext<Facts>,
  conditions: ReadonlyMap<string, boolean>,
): Variant | Refusal {
  try {
    return new Variant(context, conditions);
  } catch (error) {
    return refusalOf(error, true);
  }
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

/** Variables in `@skip`, `@include` and `@defer(if:)`, sorted. */
function conditionVariables({ document }: ParsedOperation): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ name, arguments: nodes }) => {
      if (!['skip', 'include', 'defer'].includes(name.value)) return;
      const condition = nodes?.find((argument) => argument.name.value === 'if')?.value;
      if (condition?.kind === Kind.VARIABLE) names.add(condition.name.value);
    },
  });
  return [...names].sort();
}

function sizeOf<Facts>({ parsed, plan }: OperationContext<Facts>, { projection, program }: Variant): number {
  const planText = JSON.stringify(plan).length;
  const programText = JSON.stringify(program).length;
  return 4_000 + parsed.query.length * 60 + planText * 4 + programText * 4 + projection.size * 1_000;
}

function sourceOf<Facts>(
  id: string,
  { parsed }: OperationContext<Facts>,
  variant: Variant,
  variables: CoercedVariables,
  request: ExecuteRequest,
): SubscriptionSource | Refusal {
  const source = variant.program.steps[0];
  if (source?.kind !== 'subscription') {
    return refusalOf(new RefusalError('OPERATION_KIND_MISMATCH', 'The operation is no subscription.'), false);
  }
  const { compiled } = variant.code();
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
      subgraphUrl: compiled.steps[0]!.client.url,
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
