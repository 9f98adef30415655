/** One execution of a variant: the program is run, the answer written. */
import { executeProgram, type RunInput } from '../execute/executeProgram.ts';
import { introspect } from '../project/introspection.ts';
import type {
  CoercedVariables,
  EngineEvent,
  ExecuteResult,
  LocatedError,
  ParsedOperation,
  SubgraphHeaders,
} from './engine.ts';
import { PatchStream } from './patches.ts';
import { extensionsText, readMetadata } from './responseMetadata.ts';
import type { Variant, VariantBlock } from './variant.ts';
import { type WrittenData, writeData } from './writeAnswer.ts';

export type RunSettings = {
  readonly present: (error: LocatedError) => LocatedError;
  readonly propagateExtensions: readonly string[];
  readonly propagateResponseHeaders: ReadonlySet<string>;
  readonly observe: ((event: EngineEvent) => void) | null;
};

export type OperationRunInput = {
  readonly parsed: ParsedOperation;
  readonly variant: Variant;
  readonly variables: CoercedVariables;
  readonly headersFor: (subgraphName: string) => readonly string[];
  readonly isSharable: boolean;
  readonly deadlineAtMs: number;
  readonly settings: RunSettings;
  readonly seed?: RunInput['seed'];
};

export type OperationRun = { readonly result: Promise<ExecuteResult>; readonly cancel: () => void };

export function runOperation(input: OperationRunInput): OperationRun {
  const { variant, settings } = input;
  const { compiled, generated } = variant.code();
  let settle!: (result: ExecuteResult) => void;
  let reject!: (error: unknown) => void;
  const result = new Promise<ExecuteResult>((resolve, refuse) => {
    settle = resolve;
    reject = refuse;
  });
  const introspection = introspectionTexts(input);

  const run = executeProgram({
    compiled,
    variables: input.variables.texts,
    headersFor: input.headersFor,
    isSharable: input.isSharable,
    deadlineAtMs: input.deadlineAtMs,
    observe: settings.observe,
    onBlock: (block) => {
      try {
        if (block !== 0) stream?.blockFetched(block);
        else settle(finishFirst());
      } catch (error) {
        reject(error);
      }
    },
    ...(input.seed === undefined ? {} : { seed: input.seed }),
  });

  const write = (
    block: VariantBlock | null,
    at: { data: unknown; path: readonly (string | number)[]; dataPath: readonly (string | number)[] },
  ): WrittenData => {
    const index = block?.block.index ?? 0;
    return writeData({
      projection: block?.projection ?? variant.projection,
      generated: block === null ? generated : null,
      whole: variant.whole,
      program: variant.program,
      introspection,
      ...at,
      faults: run.faultsOf(index),
      errorsOf: () => run.errorsOf(index),
      present: settings.present,
    });
  };

  const stream =
    variant.blocks.length === 0
      ? null
      : new PatchStream({
          blocks: variant.blocks,
          root: run.root,
          types: compiled.types,
          errorsOf: run.errorsOf,
          write,
          cancel: () => run.cancel(),
        });

  const finishFirst = (): ExecuteResult => {
    const written = write(null, { data: run.root, path: [], dataPath: [] });
    const { errors, text } = written;
    const errorsText = errors.length === 0 ? '' : `"errors":${JSON.stringify(errors)},`;
    const body = Buffer.from(
      `{${errorsText}"data":${text}${extensionsText(run.responses, settings.propagateExtensions)}}`,
    );
    stream?.initialWritten(written.hasSpread ? JSON.parse(text) : undefined);
    return {
      kind: 'result',
      body,
      errors,
      hasData: text !== 'null',
      isShared: false,
      ...readMetadata(run.responses, settings.propagateResponseHeaders),
      patches: stream,
    };
  };
  return { result, cancel: () => run.cancel() };
}

function introspectionTexts({ parsed, variant, variables }: OperationRunInput): string[] {
  const fields = variant.projection.introspection;
  return fields.length === 0
    ? []
    : fields.map((field) => introspect(field, { ...parsed, variables: variables.values }));
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
