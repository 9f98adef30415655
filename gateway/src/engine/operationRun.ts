/** One execution of a variant: the program is run, the answer written. */

import type { LocatedError } from '../contract/errors.ts';
import type { EngineEvent } from '../contract/events.ts';
import type { CoercedVariables, ExecuteResult, ParsedOperation, SubgraphHeaders } from '../contract/operation.ts';
import { executeProgram, type ProgramRun, type RunInput } from '../execute/executeProgram.ts';
import { type PatchPlace, PatchStream } from './patches.ts';
import { extensionsText, readMetadata } from './responseMetadata.ts';
import type { SharedData, SharedDataHooks } from './sharedData.ts';
import type { Variant, VariantBlock } from './variant.ts';
import { tooLarge, type WrittenData, writeData } from './writeData.ts';

export type RunSettings = {
  readonly present: (error: LocatedError) => LocatedError;
  /** Longer answers are refused with ANSWER_TOO_LARGE. */
  readonly answerBytesMax: number;
  readonly propagateExtensions: readonly string[];
  readonly propagateResponseHeaders: ReadonlySet<string>;
  readonly observe: (event: EngineEvent) => void;
};

export type OperationRunInput = {
  readonly parsed: ParsedOperation;
  readonly variant: Variant;
  readonly variables: CoercedVariables;
  readonly headersFor: (subgraphName: string) => readonly string[];
  /** What the headers depend on, as part of cache keys. */
  readonly headersKey: string;
  readonly traceHeaders: RunInput['traceHeaders'];
  readonly isSharable: boolean;
  /** The earliest of which something may be shown (`execute/writeEpochs.ts`). */
  readonly epoch: number;
  readonly deadlineAtMs: number;
  readonly settings: RunSettings;
  /** Where runs of this operation are found to share the data of; null: nothing is shared. */
  readonly sharedData: SharedData | null;
  readonly seed?: RunInput['seed'];
};

export type OperationRun = { readonly result: Promise<ExecuteResult>; readonly cancel: () => void };

export function runOperation(input: OperationRunInput): OperationRun {
  const { sharedData, variant } = input;
  const isDeferred = variant.blocks.length > 0;
  if (isDeferred) return runDeferred(input);
  const answer = Promise.withResolvers<ExecuteResult>();
  const take = (run: ProgramRun): void => {
    try {
      answer.resolve(new AnswerWriter(input, run).first(null).result);
    } catch (error) {
      answer.reject(error);
    }
  };
  if (sharedData === null) {
    const run = executeProgram({ ...runInput(input), onBlock: () => take(run) });
    return { result: answer.promise, cancel: () => run.cancel() };
  }
  const start = ({ onFirstAnswer, onData }: SharedDataHooks): ProgramRun =>
    executeProgram({ ...runInput(input), onFirstAnswer, onBlock: onData });
  const key = `${input.headersKey}\n${input.variables.key}`;
  return { result: answer.promise, cancel: sharedData.join(key, input.epoch, start, take) };
}

function runDeferred(input: OperationRunInput): OperationRun {
  const answer = Promise.withResolvers<ExecuteResult>();
  const run = executeProgram({
    ...runInput(input),
    onBlock: (block) => {
      try {
        if (block !== 0) stream.blockFetched(block);
        else {
          const { result, data } = writer.first(stream);
          stream.initialWritten(data);
          answer.resolve(result);
        }
      } catch (error) {
        answer.reject(error);
      }
    },
  });
  const writer = new AnswerWriter(input, run);
  const stream = new PatchStream({
    blocks: input.variant.blocks,
    root: run.root,
    types: input.variant.types,
    write: (block, place) => writer.write(block, place),
    cancel: () => run.cancel(),
  });
  return { result: answer.promise, cancel: () => run.cancel() };
}

function runInput({ variant, variables, settings, ...input }: OperationRunInput): Omit<RunInput, 'onBlock'> {
  return {
    compiled: variant.code(),
    variables: variables.texts,
    headersFor: input.headersFor,
    traceHeaders: input.traceHeaders,
    isSharable: input.isSharable,
    epoch: input.epoch,
    deadlineAtMs: input.deadlineAtMs,
    observe: settings.observe,
    ...(input.seed === undefined ? {} : { seed: input.seed }),
  };
}

/** Writes answers from the data of a run. */
class AnswerWriter {
  readonly #input: OperationRunInput;
  readonly #run: ProgramRun;
  readonly #introspection: readonly string[];

  constructor(input: OperationRunInput, run: ProgramRun) {
    this.#input = input;
    this.#run = run;
    this.#introspection = input.variant.introspection(input.variables);
  }

  /** The first payload. `data`: what it holds, where null propagated within it; else undefined. */
  first(patches: ExecuteResult['patches']): { readonly result: ExecuteResult; readonly data: unknown } {
    const { settings } = this.#input;
    const { responses, root } = this.#run;
    const { errors, text, nullPropagated } = this.write(null, { data: root, path: [], dataPath: [] });
    const own = bodyOf(errors, text, extensionsText(responses, settings.propagateExtensions));
    const isTooLarge = own.byteLength > settings.answerBytesMax;
    const shown = isTooLarge ? [tooLarge(settings.answerBytesMax)].map(settings.present) : errors;
    const result: ExecuteResult = {
      kind: 'result',
      body: isTooLarge ? bodyOf(shown, 'null', '') : own,
      errors: shown,
      hasData: text !== 'null' && !isTooLarge,
      isShared: false,
      ...readMetadata(responses, settings.propagateResponseHeaders),
      patches,
    };
    if (isTooLarge) return { result, data: null };
    return { result, data: nullPropagated ? JSON.parse(text) : undefined };
  }

  write(block: VariantBlock | null, place: PatchPlace): WrittenData {
    const { variant, settings } = this.#input;
    const index = block?.block.index ?? 0;
    return writeData({
      projection: block?.projection ?? variant.projection,
      generated: block === null ? variant.writer : null,
      whole: variant.whole,
      program: variant.program,
      introspection: this.#introspection,
      needsNoEscaping: this.#run.needsNoEscaping,
      ...place,
      faults: this.#run.faultsOf(index),
      errorsOf: () => this.#run.errorsOf(index),
      present: settings.present,
      charactersMax: settings.answerBytesMax,
    });
  }
}

function bodyOf(errors: readonly LocatedError[], data: string, extensions: string): Buffer {
  const errorsText = errors.length === 0 ? '' : `"errors":${JSON.stringify(errors)},`;
  return Buffer.from(`{${errorsText}"data":${data}${extensions}}`);
}

const noHeaders: readonly string[] = [];

/** Headers are asked for once per subgraph and request. */
export function memoisedHeaders(headers: SubgraphHeaders | undefined): (subgraphName: string) => readonly string[] {
  if (headers === undefined) return () => noHeaders;
  const known = new Map<string, readonly string[]>();
  return (subgraphName) => {
    let own = known.get(subgraphName);
    if (own === undefined) {
      own = headers.forSubgraph(subgraphName);
      known.set(subgraphName, own);
    }
    return own;
  };
}
