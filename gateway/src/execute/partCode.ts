/** What a step does with the data, either interpreted or generated. */
import type { DataObject } from './dataTree.ts';

/** The state of one run that the code of its parts works on. */
export type RunData = {
  readonly root: DataObject;
  /** The distinct objects at a target path, once found. */
  readonly lists: (DataObject[] | undefined)[];
};

/** The objects that take the entity of a representation: most often one. */
export type Target = DataObject | DataObject[];

export type Collected = {
  /** JSON texts of the distinct representations, joined by commas. */
  readonly representations: string;
  /** By representation. */
  readonly targets: readonly Target[];
};

export type PartCode = {
  /** Finds the entities of the part. For parts with root fields: the objects that take them, no representations. */
  readonly collect: (run: RunData) => Collected;
  /** Takes the part's fields from `source` into `target`. */
  readonly assign: (target: DataObject, source: DataObject) => void;
};
