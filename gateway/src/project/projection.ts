/**
 * The shape of an answer: which keys of the merged data are written, under which names, and what the types demand. It is
 * specialised to the values of the condition variables, so it holds no `@skip`, `@include` or `@defer`.
 */
import type { FieldNode } from 'graphql';
import type { LocatedError } from '../contract/errors.ts';

export type Projection = {
  readonly root: ObjectShape;
  /** Introspection fields of the root, whose texts are handed to the writer in this order. */
  readonly introspection: readonly FieldNode[];
  /** Distinct shapes, a measure of size. */
  readonly size: number;
};

export type ObjectShape = {
  readonly id: number;
  /** The type in the schema, for messages. */
  readonly typeName: string;
  /** An object type: its fields. Null for interfaces and unions. */
  readonly fields: FieldsShape | null;
  /** For interfaces and unions: the fields by `__typename`. */
  readonly byType: ReadonlyMap<string, FieldsShape>;
  /** For data without `__typename`, which a subgraph with an @interfaceObject sends. */
  readonly untyped: FieldsShape | null;
  /** Entities come together at this place: the same object may stand here many times. */
  isShared: boolean;
};

export type FieldsShape = { readonly id: number; readonly fields: readonly FieldShape[] };

export type FieldShape = {
  /** Response name. */
  readonly name: string;
  /** Canonical response name in the merged data. */
  readonly key: string;
  /** `Type.field`, for messages. */
  readonly coordinate: string;
  readonly content: FieldContent;
};

export type FieldContent =
  | { readonly kind: 'value'; readonly type: ValueShape }
  /** The static name of an object type; null: what the data says (interfaces and unions). */
  | { readonly kind: 'typename'; readonly typeName: string | null }
  /** `__typename` of an @interfaceObject whose true type could not be fetched: null spreads from here. */
  | { readonly kind: 'unresolved-typename' }
  | { readonly kind: 'introspection'; readonly index: number }
  | { readonly kind: 'refused'; readonly isNonNull: boolean; readonly error: Omit<LocatedError, 'path'> };

export type ValueShape = {
  readonly isNonNull: boolean;
  readonly of:
    | { readonly kind: 'list'; readonly item: ValueShape }
    | { readonly kind: 'object'; readonly object: ObjectShape }
    | { readonly kind: 'enum'; readonly values: ReadonlySet<string> }
    | { readonly kind: ScalarKind };
};

/** `any`: a custom scalar, whose value is written as it comes. */
export type ScalarKind = 'string' | 'id' | 'int' | 'float' | 'boolean' | 'any';
