/** A parsed operation → what requests execute. */
import type { Refusal } from '../contract/errors.ts';
import type { OperationFacts } from '../contract/facts.ts';
import type { DedupeMode } from '../contract/limits.ts';
import type { CoercedVariables, CompiledOperation, ExecuteRequest, ExecuteResult } from '../contract/operation.ts';
import type { SourceEvent } from '../contract/subscription.ts';
import { createVariableCoercer, type VariableCoercer } from '../document/variables.ts';
import type { WriteEpochs } from '../execute/writeEpochs.ts';
import { memoisedHeaders, type OperationRun, type RunSettings, runOperation } from './operationRun.ts';
import { SharedData } from './sharedData.ts';
import { SharedRuns } from './sharedRuns.ts';
import { type EventSeed, readEvent } from './sourceEvent.ts';
import { subscriptionSourceOf } from './subscriptionSource.ts';
import { Variant } from './variant.ts';
import { Variants, type VariantsContext } from './variants.ts';
import { withAbort } from './withAbort.ts';

export type OperationContext = VariantsContext & {
  readonly facts: OperationFacts;
  readonly settings: RunSettings;
  readonly dedupe: DedupeMode;
  readonly operationDeadlineMs: number;
  readonly epochs: WriteEpochs;
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
  let isKept = false;
  // What the first variant holds is counted with the compilation.
  const variants = new Variants({ ...context, onGrowth: (bytes) => isKept && context.onGrowth(bytes) });
  const first = await variants.getFirst();
  if (!(first instanceof Variant)) return first;
  isKept = true;
  const id = `op${++lastId}`;
  const coerceVariables = createVariableCoercer(schema, operation);
  const executor = new OperationExecutor(context, variants, coerceVariables);
  const compiled: CompiledOperation = Object.freeze({
    kind: operation.operation,
    operationName: operation.name?.value ?? null,
    id,
    facts: context.facts,
    parsed,
    isDeferred: first.blocks.length > 0,
    sizeBytes: parsed.query.length * 60,
    subgraphs: [...new Set(first.program.steps.map(({ subgraphName }) => subgraphName))],
    explain: () => ({ plan: JSON.stringify(first.plan, null, 2), program: JSON.stringify(first.program, null, 2) }),
    coerceVariables,
    execute: (request) => executor.execute(request),
    subscriptionSource: async (request) => {
      const ready = await executor.ready(request);
      return 'kind' in ready ? ready : subscriptionSourceOf(id, parsed, ready.variant, ready.variables, request);
    },
    resolveEvent: (event, request) => executor.resolveEvent(event, request),
  });
  return { compiled, variants };
}

type Ready = { readonly variables: CoercedVariables; readonly variant: Variant };

/** Runs the variants of one operation, shared as far as the mode allows it. */
class OperationExecutor {
  readonly #context: OperationContext;
  readonly #variants: Variants;
  readonly #coerceVariables: VariableCoercer;
  readonly #sharedRuns = new SharedRuns();
  readonly #sharedData = new SharedData();
  readonly #isQuery: boolean;
  readonly #mode: DedupeMode;

  constructor(context: OperationContext, variants: Variants, coerceVariables: VariableCoercer) {
    this.#context = context;
    this.#variants = variants;
    this.#coerceVariables = coerceVariables;
    this.#isQuery = context.parsed.operation.operation === 'query';
    this.#mode = sharingMode(context);
  }

  execute(request: ExecuteRequest): Promise<ExecuteResult | Refusal> {
    const variables = request.coercedVariables ?? this.#coerceVariables(request.variables);
    if (variables.kind === 'refusal') return Promise.resolve(variables);
    const variant = this.#variants.find(variables);
    if (variant !== undefined) return this.#executeVariant(request, variables, variant);
    return this.#variants.get(variables).then((planned) => this.#executeVariant(request, variables, planned));
  }

  /** What an execution begins with. */
  async ready(request: ExecuteRequest): Promise<Ready | Refusal> {
    const variables = request.coercedVariables ?? this.#coerceVariables(request.variables);
    if (variables.kind === 'refusal') return variables;
    const variant = await this.#variants.get(variables);
    return variant instanceof Variant ? { variables, variant } : variant;
  }

  async resolveEvent(event: SourceEvent, request: ExecuteRequest): Promise<ExecuteResult | Refusal> {
    const ready = await this.ready(request);
    if ('kind' in ready) return ready;
    const { variant, variables } = ready;
    const headersFor = memoisedHeaders(request.headers);
    // What is fetched because of an event is as new as the event.
    const epoch = this.#context.epochs.begin();
    const deadlineAtMs = this.#deadlineOf(request);
    const seed = await readEvent(event, { variant, variables, headersFor, deadlineAtMs, epoch });
    const run = this.#start(request, variables, variant, this.#mode, epoch, seed);
    return withAbort(run.result, request.signal, run.cancel);
  }

  #executeVariant(
    request: ExecuteRequest,
    variables: CoercedVariables,
    variant: Variant | Refusal,
  ): Promise<ExecuteResult | Refusal> {
    if (!(variant instanceof Variant)) return Promise.resolve(variant);
    const { epochs } = this.#context;
    const mode = request.dedupe === undefined ? this.#mode : narrower(request.dedupe, this.#mode);
    const epoch = epochs.earliestFor(request.account);
    if (mode === 'all' && variant.blocks.length === 0) {
      const key = `${request.headers?.key ?? ''}\n${variables.key}`;
      return this.#sharedRuns.join(key, epoch, request.signal, () =>
        this.#start(request, variables, variant, mode, epoch),
      );
    }
    const run = this.#start(request, variables, variant, mode, epoch);
    if (this.#context.parsed.operation.operation === 'mutation') {
      const written = () => epochs.written(request.account);
      run.result.then(written, written);
    }
    return withAbort(run.result, request.signal, run.cancel);
  }

  #start(
    request: ExecuteRequest,
    variables: CoercedVariables,
    variant: Variant,
    mode: DedupeMode,
    epoch: number,
    seed?: EventSeed,
  ): OperationRun {
    return runOperation({
      parsed: this.#context.parsed,
      variant,
      variables,
      headersFor: memoisedHeaders(request.headers),
      headersKey: request.headers?.key ?? '',
      traceHeaders: request.traceHeaders,
      isSharable: mode !== 'off',
      epoch,
      sharedData: mode === 'subgraph' && this.#isQuery && seed === undefined ? this.#sharedData : null,
      deadlineAtMs: this.#deadlineOf(request),
      settings: this.#context.settings,
      ...(seed === undefined ? {} : { seed }),
    });
  }

  #deadlineOf({ deadlineMs }: ExecuteRequest): number {
    const { clock, operationDeadlineMs } = this.#context;
    return clock.nowMs() + Math.min(deadlineMs ?? operationDeadlineMs, operationDeadlineMs);
  }
}

/** The most that executions of the operation may share. A header that is handed back may be one person's cookie. */
function sharingMode({ dedupe, settings, parsed: { operation } }: OperationContext): DedupeMode {
  if (settings.propagateResponseHeaders.size > 0 || operation.operation === 'mutation') return 'off';
  return operation.operation === 'query' ? dedupe : narrower(dedupe, 'subgraph');
}

const narrower = (a: DedupeMode, b: DedupeMode): DedupeMode =>
  modeOrder[Math.min(modeOrder.indexOf(a), modeOrder.indexOf(b))]!;
