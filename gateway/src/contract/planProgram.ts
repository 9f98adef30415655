/**
 * The plan program: what `plan/` makes of a query plan and what `execute/` runs. It holds for one
 * assignment of the operation's condition variables (`@skip`, `@include`, `@defer(if:)`), so there are no conditions in it.
 */

/**
 * Data is kept under canonical response names: the field's own name, with a number behind it where it has arguments
 * (`plan/planningDocument.ts`). So one key of one entity always has one meaning, wherever the entity stands.
 */

/** A canonical response name, or `@` for every item of a list. */
export type PathElement = string;
export const everyItem = '@';

export type PlanProgram = {
  /** Every step stands after the steps it depends on. */
  readonly steps: readonly FetchStep[];
  /** The distinct places at which steps read and write; `paths[0]` is the root. */
  readonly paths: readonly TargetPath[];
  /** Blocks of `@defer`; empty without. `FetchStep.block` counts from 1 into them, 0 is the first payload. */
  readonly blocks: readonly DeferredBlock[];
  /** Data under an @interfaceObject carries an interface's name as `__typename` until another subgraph tells. */
  readonly hasInterfaceObjects: boolean;
};

export type TargetPath = {
  readonly index: number;
  readonly elements: readonly PathElement[];
  /** The nearest shorter path from whose objects the walk may start, or null: start at the root. */
  readonly anchor: number | null;
  /** What is left to walk from there. */
  readonly suffix: readonly PathElement[];
};

export type FetchStep = {
  readonly index: number;
  readonly subgraphName: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly operationName: string | null;
  readonly query: string;
  /** Variables of the client that are sent on, under the name the subgraph knows. */
  readonly variables: readonly { readonly name: string; readonly clientName: string }[];
  /** Literals of the client's document that are sent as variables: `"name":value`, joined by commas. */
  readonly literals: string;
  readonly parts: readonly FetchPart[];
  /** Response names under which custom scalars come, whose numbers must keep their digits. */
  readonly scalarKeys: readonly string[];
  readonly dependsOn: readonly number[];
  readonly block: number;
};

/** One selection of a step, merged at one or several places. */
export type FetchPart = {
  readonly paths: readonly number[];
  /** Null: a fetch of root fields, whose data is merged as it is. */
  readonly entities: EntityPart | null;
  /** The response names at the top of the selection. */
  readonly fields: readonly string[];
  readonly outputRewrites: readonly Rewrite[];
};

export type EntityPart = {
  /** Response name of `_entities` in this step. */
  readonly responseName: string;
  /** The variable that takes the representations. */
  readonly variableName: string;
  readonly requires: readonly RequiredSelection[];
  readonly inputRewrites: readonly Rewrite[];
  /** Arguments from `@fromContext`, by variable. */
  readonly contexts: readonly ContextArgument[];
  /** Equal stubs at these paths may become one object: their data does not depend on where they stand. */
  readonly isInternable: boolean;
};

export type RequiredSelection = RequiredField | RequiredFragment;
export type RequiredField = {
  readonly kind: 'field';
  /** Response name in the data. */
  readonly key: string;
  /** Name in the representation. */
  readonly name: string;
  readonly selections: readonly RequiredSelection[] | null;
};
export type RequiredFragment = {
  readonly kind: 'fragment';
  readonly typeCondition: string | null;
  readonly selections: readonly RequiredSelection[];
};

/** Path elements are response names or `... on Type`. */
export type Rewrite =
  | { readonly kind: 'set'; readonly path: readonly string[]; readonly value: string | number | boolean | null }
  | { readonly kind: 'rename'; readonly path: readonly string[]; readonly to: string };

export type ContextArgument = {
  readonly variable: string;
  /** Alternatives by type: `..` steps up, `... on Type` must match, names are read. */
  readonly paths: readonly (readonly string[])[];
};

export type DeferredBlock = {
  readonly index: number;
  /** The block that holds it, 0 for the first payload. */
  readonly parent: number;
  readonly label: string | null;
  /** Where its data is merged: response names and `... on Type`. Lists are not marked. */
  readonly queryPath: readonly string[];
  /** The selection it delivers, as text `{ … }`; null when only its nested blocks deliver. */
  readonly subselection: string | null;
  /** Steps of outer blocks that must be done before its own start. */
  readonly dependsOn: readonly number[];
};
