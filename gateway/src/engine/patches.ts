/** The patches of `@defer`, in the order in which their data arrives, never before the payload they extend. */

import type { LocatedError } from '../contract/errors.ts';
import type { Patch, PatchBatch } from '../contract/operation.ts';
import { isDataObject, readOwn } from '../execute/dataTree.ts';
import type { TypeTable } from '../execute/typeTable.ts';
import type { VariantBlock } from './variant.ts';
import type { DataPath, WrittenData } from './writeData.ts';

export type PatchSource = {
  readonly blocks: readonly VariantBlock[];
  readonly root: unknown;
  readonly types: TypeTable;
  readonly write: (block: VariantBlock, at: PatchPlace) => WrittenData;
  readonly cancel: () => void;
};

export type PatchPlace = { readonly data: unknown; readonly path: DataPath; readonly dataPath: DataPath };

export class PatchStream implements AsyncIterable<PatchBatch> {
  readonly #source: PatchSource;
  readonly #fetched = new Set<number>();
  readonly #delivered = new Set<number>([0]);
  readonly #batches: PatchBatch[] = [];
  #answer: unknown = undefined;
  #isInitialSent = false;
  /** Everything has been delivered into `batches`. */
  #isEnded = false;
  /** The reader has had the last batch, or has left. */
  #isRead = false;
  #wake: (() => void) | null = null;

  constructor(source: PatchSource) {
    this.#source = source;
  }

  /** `answer`: the data of the first payload when null propagated within it, so that no patch goes to what is not there. */
  initialWritten(answer: unknown): void {
    this.#answer = answer;
    this.#isInitialSent = true;
    this.#deliver();
  }

  blockFetched(block: number): void {
    this.#fetched.add(block);
    if (this.#isInitialSent) this.#deliver();
  }

  /** For one reader. Its `return()` takes effect at once, also while a batch is awaited. */
  [Symbol.asyncIterator](): AsyncIterator<PatchBatch> {
    const done = { done: true, value: undefined } as const;
    return {
      next: async () => {
        while (this.#batches.length === 0 && !this.#isRead) {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        }
        const batch = this.#batches.shift();
        if (batch === undefined) return done;
        this.#isRead = !batch.hasNext;
        return { done: false, value: batch };
      },
      return: async () => {
        this.#isRead = true;
        this.#batches.length = 0;
        if (!this.#isEnded) this.#source.cancel();
        this.#wake?.();
        return done;
      },
    };
  }

  #deliver(): void {
    const patches: Patch[] = [];
    let isProgress = true;
    while (isProgress) {
      isProgress = false;
      for (const block of this.#source.blocks) {
        const { index, parent } = block.block;
        if (this.#delivered.has(index) || !this.#fetched.has(index) || !this.#delivered.has(parent)) continue;
        this.#delivered.add(index);
        patches.push(...this.#patchesOf(block));
        isProgress = true;
      }
    }
    const hasNext = this.#source.blocks.some(({ block }) => !this.#delivered.has(block.index));
    if (patches.length === 0 && hasNext) return;
    this.#isEnded = !hasNext;
    this.#batches.push({ patches, hasNext });
    this.#wake?.();
  }

  #patchesOf(block: VariantBlock): Patch[] {
    const places = placesOf(block, this.#source.root, this.#source.types).filter(
      ({ path }) => this.#answer === undefined || exists(this.#answer, path),
    );
    return places.map((place): Patch => {
      const { text, errors } = this.#source.write(block, place);
      return {
        label: block.fragment.clientLabel,
        path: place.path,
        data: text,
        errors: belongingTo(errors, place.path, places),
      };
    });
  }
}

/** Errors elsewhere go with the patch they lie under; those under none go with the first. */
function belongingTo(errors: readonly LocatedError[], path: DataPath, places: readonly PatchPlace[]): LocatedError[] {
  const isUnder = (error: LocatedError, place: DataPath): boolean =>
    place.every((element, index) => error.path?.[index] === element);
  return errors.filter(
    (error) =>
      isUnder(error, path) || (places[0]!.path === path && !places.some((place) => isUnder(error, place.path))),
  );
}

function placesOf({ fragment }: VariantBlock, root: unknown, types: TypeTable): PatchPlace[] {
  let places: PatchPlace[] = [{ data: root, path: [], dataPath: [] }];
  for (const element of fragment.path) {
    if (element.kind === 'type') {
      places = places.filter(({ data }) => {
        const typeName = isDataObject(data) ? readOwn(data, '__typename') : undefined;
        return typeof typeName !== 'string' || types.matches(typeName, element.name);
      });
    } else {
      places = places.flatMap(({ data, path, dataPath }) =>
        isDataObject(data)
          ? objectsIn({
              data: readOwn(data, element.key),
              path: [...path, element.responseName],
              dataPath: [...dataPath, element.key],
            })
          : [],
      );
    }
  }
  return places;
}

function objectsIn(place: PatchPlace): PatchPlace[] {
  const { data, path, dataPath } = place;
  if (Array.isArray(data)) {
    return data.flatMap((item, index) =>
      objectsIn({ data: item, path: [...path, index], dataPath: [...dataPath, index] }),
    );
  }
  return isDataObject(data) ? [place] : [];
}

function exists(answer: unknown, path: DataPath): boolean {
  let current = answer;
  for (const element of path) {
    if (Array.isArray(current) && typeof element === 'number') current = current[element];
    else if (isDataObject(current) && typeof element === 'string') current = readOwn(current, element);
    else return false;
  }
  return isDataObject(current);
}
