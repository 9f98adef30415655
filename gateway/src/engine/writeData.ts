/** The state of a run → the bytes of an answer: data written, faults located at the client's paths. */

import type { LocatedError } from '../contract/errors.ts';
import type { PlanProgram } from '../contract/planProgram.ts';
import type { DataError, StepFault } from '../execute/faults.ts';
import { explainedPaths } from '../execute/faults.ts';
import { clientPaths } from '../project/clientPaths.ts';
import type { GeneratedWriter } from '../project/generateProjection.ts';
import { type CompletionFault, interpretProjection, tooLong } from '../project/interpretProjection.ts';
import type { Projection } from '../project/projection.ts';

export type DataPath = readonly (string | number)[];

export type WriteInput = {
  readonly projection: Projection;
  readonly generated: GeneratedWriter | null;
  /** The projection of the whole answer, `@defer` ignored, in which paths of the data are looked up. */
  readonly whole: Projection;
  readonly program: PlanProgram;
  readonly data: unknown;
  readonly introspection: readonly string[];
  /** No string in the data holds anything that must be escaped in JSON. */
  readonly needsNoEscaping: boolean;
  /** Where `data` stands. */
  readonly path: DataPath;
  readonly dataPath: DataPath;
  readonly faults: readonly StepFault[];
  readonly errorsOf: () => readonly DataError[];
  readonly present: (error: LocatedError) => LocatedError;
  /** Longer texts are refused with ANSWER_TOO_LARGE. */
  readonly charactersMax: number;
};

export type WrittenData = {
  /** JSON text of the data, `null` when null spread to the top. */
  readonly text: string;
  readonly errors: readonly LocatedError[];
  /** Null spread somewhere: places of the data may not exist in the answer. */
  readonly nullPropagated: boolean;
};

const maxErrors = 1_000;

export function writeData(input: WriteInput): WrittenData {
  const { projection, generated, faults } = input;
  const text = generated?.(input.data, input.introspection, input.needsNoEscaping) ?? null;
  if (text !== null && text.length > input.charactersMax) return refused(input);
  if (text !== null && faults.length === 0) return { text, errors: [], nullPropagated: false };

  const located = faults.length === 0 ? [] : input.errorsOf();
  const errors: LocatedError[] = located.flatMap((error) => toLocatedErrors(error, input.whole));
  if (text !== null) return { text, errors: errors.slice(0, maxErrors).map(input.present), nullPropagated: false };

  const explained = new Explained(located, faults, input.program);
  let nullPropagated = false;
  const interpreted = interpretProjection(
    projection,
    input.data,
    input.introspection,
    { path: [...input.path], dataPath: [...input.dataPath], charactersMax: input.charactersMax },
    (fault) => {
      nullPropagated = true;
      const isRefused =
        fault.error.extensions.serviceName === undefined && !completionCodes.has(fault.error.extensions.code);
      if (errors.length < maxErrors && (isRefused || !explained.covers(fault))) {
        errors.push({ ...fault.error, path: [...fault.path] });
      }
    },
  );
  if (interpreted === tooLong) return refused(input);
  return { text: interpreted ?? 'null', errors: errors.slice(0, maxErrors).map(input.present), nullPropagated };
}

/** What stands in place of an answer that is too large, whatever it would have held. */
export function tooLarge(bytesMax: number): LocatedError {
  return { message: `The answer would have more than ${bytesMax} bytes.`, extensions: { code: 'ANSWER_TOO_LARGE' } };
}

const refused = ({ charactersMax, present }: WriteInput): WrittenData => ({
  text: 'null',
  errors: [present(tooLarge(charactersMax))],
  nullPropagated: true,
});

const completionCodes: ReadonlySet<string> = new Set([
  'NON_NULL_VIOLATION',
  'INVALID_SUBGRAPH_VALUE',
  'INVALID_TYPENAME',
]);

function toLocatedErrors({ path, message, extensions }: DataError, whole: Projection): LocatedError[] {
  const located = { message, extensions: extensions as LocatedError['extensions'] };
  return clientPaths(whole, path).map((clientPath) =>
    clientPath.length === 0 ? located : { ...located, path: clientPath },
  );
}

/** Nulls that follow from an error which is reported already are not errors of their own (specification, 6.4.4). */
class Explained {
  readonly #errorPaths = new Set<string>();
  readonly #above = new Set<string>();
  readonly #regions: readonly (readonly string[])[];

  constructor(errors: readonly DataError[], faults: readonly StepFault[], program: PlanProgram) {
    for (const { path } of errors) {
      this.#errorPaths.add(textOf(path));
      for (let length = 0; length < path.length; length++) this.#above.add(textOf(path.slice(0, length)));
    }
    this.#regions = explainedPaths(
      faults.filter(({ kind }) => kind === 'step'),
      program,
    );
  }

  covers({ dataPath }: CompletionFault): boolean {
    if (this.#above.has(textOf(dataPath))) return true;
    for (let length = 1; length <= dataPath.length; length++) {
      if (this.#errorPaths.has(textOf(dataPath.slice(0, length)))) return true;
    }
    const keys = dataPath.filter((element) => typeof element === 'string');
    return this.#regions.some((region) => region.every((key, index) => index >= keys.length || keys[index] === key));
  }
}

const textOf = (path: DataPath): string => JSON.stringify(path);
