/**
 * Runs a plan program: starts every step as soon as the steps it depends on are done, merges what comes back, and goes on
 * after faults with what there is. One await per run; callbacks per fetch.
 */
import type { EngineEvent } from '../contract/events.ts';
import type { FetchStep } from '../contract/planProgram.ts';
import type { CompiledProgram, CompiledStep } from './compileProgram.ts';
import type { ContextCode } from './contextPart.ts';
import type { DataObject } from './dataTree.ts';
import { type DataError, locateFaults, type StepFault } from './faults.ts';
import type { CancelCall, SubgraphCall, SubgraphOutcome } from './inFlightRequest.ts';
import { mergePart } from './mergePart.ts';
import type { Collected, RunData, Target } from './partCode.ts';
import { readResponse, type SubgraphResponse } from './readResponse.ts';

export type RunInput = {
  readonly compiled: CompiledProgram;
  /** JSON texts of the client's variables. */
  readonly variables: ReadonlyMap<string, string>;
  readonly headersFor: (subgraphName: string) => readonly string[];
  readonly traceHeaders: SubgraphCall['traceHeaders'];
  readonly isSharable: boolean;
  /** Calls that began in an earlier one are not shared. */
  readonly epoch: number;
  readonly deadlineAtMs: number;
  readonly observe: (event: EngineEvent) => void;
  /** Called when all steps of a block are done: 0 is the first payload. */
  readonly onBlock: (block: number) => void;
  /** Called when the first subgraph has answered. */
  readonly onFirstAnswer?: () => void;
  /** Data that is there already (subscriptions: the event), with the steps it stands for. */
  readonly seed?: {
    readonly data: DataObject;
    readonly doneSteps: ReadonlySet<number>;
    readonly response: SubgraphResponse;
  };
};

export type ProgramRun = {
  readonly root: DataObject;
  /** The faults of a block, located in the data as it is now. */
  readonly errorsOf: (block: number) => DataError[];
  readonly faultsOf: (block: number) => readonly StepFault[];
  readonly responses: readonly RunResponse[];
  /** No string in the data holds anything that must be escaped in JSON. */
  readonly needsNoEscaping: boolean;
  readonly cancel: () => void;
};

export type RunResponse = {
  readonly step: FetchStep;
  readonly headers: readonly Buffer[] | null;
  readonly extensions: DataObject | null;
};

export function executeProgram(input: RunInput): ProgramRun {
  const run = new Run(input);
  run.start();
  return run;
}

type Sent = { readonly collected: readonly (Collected | null)[]; readonly representations: number };

class Run implements ProgramRun, RunData {
  readonly root: DataObject;
  readonly lists: (DataObject[] | undefined)[] = [];
  readonly responses: RunResponse[] = [];
  needsNoEscaping = true;
  readonly #input: RunInput;
  readonly #faults: StepFault[][];
  readonly #missing: number[];
  readonly #open: number[];
  readonly #calls = new Set<CancelCall>();
  readonly #ready: number[] = [];
  #isBusy = false;
  #isCancelled = false;

  constructor(input: RunInput) {
    this.#input = input;
    const { program } = input.compiled;
    this.root = input.seed?.data ?? {};
    this.#missing = program.steps.map(({ dependsOn }) => dependsOn.length);
    this.#open = new Array<number>(program.blocks.length + 1).fill(0);
    this.#faults = this.#open.map(() => []);
    for (const { block } of program.steps) this.#open[block]!++;
  }

  start(): void {
    const { compiled, seed } = this.#input;
    this.#isBusy = true;
    if (seed !== undefined) {
      for (const index of seed.doneSteps) {
        const { step } = compiled.steps[index]!;
        this.#report(
          step,
          seed.response,
          step.parts.map(() => [this.root]),
        );
      }
    }
    compiled.program.steps.forEach((step) => {
      if (step.dependsOn.length === 0) this.#ready.push(step.index);
    });
    const emptyBlocks = this.#open.flatMap((count, block) => (count === 0 ? [block] : []));
    // The caller has the run in hand before it hears of it.
    queueMicrotask(() => {
      this.#isBusy = false;
      if (this.#isCancelled) return;
      for (const block of emptyBlocks) this.#input.onBlock(block);
      this.#drain();
    });
  }

  cancel(): void {
    this.#isCancelled = true;
    for (const cancel of this.#calls) cancel();
    this.#calls.clear();
  }

  faultsOf(block: number): readonly StepFault[] {
    return this.#faults[block]!;
  }

  errorsOf(block: number): DataError[] {
    return locateFaults(this.#faults[block]!, this.#input.compiled.program, this.root);
  }

  #drain(): void {
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let index = this.#ready.shift(); index !== undefined; index = this.#ready.shift()) this.#begin(index);
    this.#isBusy = false;
  }

  #begin(index: number): void {
    const compiled = this.#input.compiled.steps[index]!;
    if (this.#input.seed?.doneSteps.has(index) === true) {
      this.#finish(index);
      return;
    }
    try {
      if (compiled.context !== null) this.#sendWithContext(compiled, compiled.context);
      else this.#sendParts(compiled);
    } catch (error) {
      this.#fail(compiled.step, 'PLAN_EXECUTION_FAILED', messageOf(error), null, []);
      this.#finish(index);
    }
  }

  #sendParts(compiled: CompiledStep): void {
    const { step } = compiled;
    let variables = '';
    let representations = 0;
    let isWanted = false;
    const collected = compiled.parts.map((code, index) => {
      const found = code.collect(this);
      const { entities } = step.parts[index]!;
      if (entities !== null) {
        variables += `${variables === '' ? '' : ','}${JSON.stringify(entities.variableName)}:[${found.representations}]`;
        representations += found.targets.length;
      }
      if (found.targets.length === 0) return null;
      isWanted = true;
      return found;
    });
    if (!isWanted) this.#finish(step.index);
    else this.#send(compiled, compiled.bodyPrefix, variables, { collected, representations });
  }

  /** One request per distinct set of arguments from the context. */
  #sendWithContext(compiled: CompiledStep, context: ContextCode): void {
    const groups = context.collect(this);
    if (groups.length === 0) {
      this.#finish(compiled.step.index);
      return;
    }
    let left = groups.length;
    for (const group of groups) {
      const sent = { collected: [group.collected], representations: group.collected.targets.length };
      this.#send(compiled, compiled.bodyPrefix, group.variables, sent, () => {
        if (--left === 0) this.#finish(compiled.step.index);
      });
    }
  }

  #send(
    compiled: CompiledStep,
    bodyPrefix: string,
    ownVariables: string,
    sent: Sent,
    onDone: () => void = () => this.#finish(compiled.step.index),
  ): void {
    const { step, client } = compiled;
    let variables = join(ownVariables, step.literals);
    for (const { name, clientName } of step.variables) {
      const text = this.#input.variables.get(clientName);
      if (text !== undefined) variables = join(variables, `${JSON.stringify(name)}:${text}`);
    }
    const call = {
      body: `${bodyPrefix}${variables}}}`,
      headers: this.#input.headersFor(step.subgraphName),
      traceHeaders: this.#input.traceHeaders,
      isQuery: step.kind === 'query',
      isSharable: this.#input.isSharable,
      epoch: this.#input.epoch,
      deadlineAtMs: this.#input.deadlineAtMs,
    };
    const cancel = client.call(call, (outcome) => {
      this.#calls.delete(cancel);
      if (this.#isCancelled) return;
      this.#take(compiled, outcome, sent);
      onDone();
      this.#drain();
    });
    this.#calls.add(cancel);
  }

  #take(compiled: CompiledStep, outcome: SubgraphOutcome, sent: Sent): void {
    const { step } = compiled;
    const response = readResponse(outcome, step.subgraphName, compiled.numbers);
    this.#input.observe({
      kind: 'fetched',
      subgraphName: step.subgraphName,
      durationMs: outcome.durationMs,
      status: outcome.status,
      responseBytes: outcome.bytes,
      representations: sent.representations,
      attempts: outcome.attempts,
      isShared: outcome.isShared,
      errorCode: response.fault?.code ?? (response.errors.length > 0 ? 'DOWNSTREAM_SERVICE_ERROR' : null),
    });
    if (this.responses.length === 0) this.#input.onFirstAnswer?.();
    this.responses.push({ step, headers: outcome.headers, extensions: response.extensions });
    const targets = sent.collected.map((found) => found?.targets ?? null);
    this.#report(step, response, targets);
    const { data } = response;
    if (data === null) return;
    const { types } = this.#input.compiled;
    step.parts.forEach((_, index) => {
      const found = sent.collected[index];
      if (found === null || found === undefined) return;
      const isExplained = this.#faults[step.block]!.some((fault) => fault.step === step);
      for (const { what, targets: mismatches } of mergePart({
        compiled,
        index,
        targets: found.targets,
        data,
        types,
        isExplained,
      })) {
        const message = `The subgraph "${step.subgraphName}" answered with ${what}.`;
        this.#failPart(step, index, message, mismatches);
      }
    });
  }

  #report(step: FetchStep, response: SubgraphResponse, targets: StepFault['targets']): void {
    const { fault } = response;
    this.needsNoEscaping &&= response.needsNoEscaping;
    if (fault !== null) this.#fail(step, fault.code, fault.message, fault.status, targets);
    for (const error of response.errors) this.#faults[step.block]!.push({ kind: 'reported', step, error, targets });
  }

  #failPart(step: FetchStep, partIndex: number, message: string, targets: readonly Target[]): void {
    this.#fail(
      step,
      'SUBGRAPH_RESPONSE_INVALID',
      message,
      null,
      step.parts.map((_, index) => (index === partIndex ? targets : null)),
    );
  }

  #fail(step: FetchStep, code: string, message: string, status: number | null, targets: StepFault['targets']): void {
    this.#faults[step.block]!.push({ kind: 'step', step, code, message, status, targets });
  }

  #finish(index: number): void {
    const { step, dependents } = this.#input.compiled.steps[index]!;
    for (const dependent of dependents) if (--this.#missing[dependent]! === 0) this.#ready.push(dependent);
    if (--this.#open[step.block]! === 0) this.#input.onBlock(step.block);
  }
}

const join = (variables: string, more: string): string =>
  variables === '' ? more : more === '' ? variables : `${variables},${more}`;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
