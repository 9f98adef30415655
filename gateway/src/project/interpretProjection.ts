/**
 * Writes an answer by walking its projection. It knows all of the error semantics: values that don't fit their type,
 * nulls where none may be and how far they spread (specification, section 6.4.4), each located at the client's path.
 * The generated writer hands over to it whenever it meets anything of the kind.
 */
import type { LocatedError } from '../contract/errors.ts';
import type { FieldShape, FieldsShape, ObjectShape, Projection, ValueShape } from './projection.ts';
import { writeScalar } from './writeValue.ts';

export type Path = (string | number)[];

export type CompletionFault = {
  /** In the answer. */
  readonly path: Path;
  /** In the data, in canonical response names. */
  readonly dataPath: Path;
  readonly error: Omit<LocatedError, 'path'>;
};

/** Takes the faults found while writing; the paths are only valid during the call. */
export type FaultListener = (fault: CompletionFault) => void;

/** The answer would have more characters than allowed. */
export const tooLong = Symbol('too long');

/** The JSON text of an object of the projection's root type, or null when null was propagated up to it. */
export function interpretProjection(
  projection: Projection,
  data: unknown,
  introspection: readonly string[],
  at: { readonly path: Path; readonly dataPath: Path; readonly charactersMax: number },
  onFault: FaultListener,
): string | null | typeof tooLong {
  const writer = new Interpreter(introspection, at, onFault);
  try {
    return writer.writeObject(projection.root, data, projection.root.typeName);
  } catch (error) {
    if (error === tooLong) return tooLong;
    throw error;
  }
}

class Interpreter {
  readonly #introspection: readonly string[];
  readonly #path: Path;
  readonly #dataPath: Path;
  readonly #onFault: FaultListener;
  #charactersLeft: number;

  constructor(
    introspection: readonly string[],
    at: { path: Path; dataPath: Path; charactersMax: number },
    onFault: FaultListener,
  ) {
    this.#charactersLeft = at.charactersMax;
    this.#introspection = introspection;
    this.#path = [...at.path];
    this.#dataPath = [...at.dataPath];
    this.#onFault = onFault;
  }

  /** Null: the object must be null. A fault has been reported then. */
  writeObject(shape: ObjectShape, value: unknown, coordinate: string): string | null {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return this.#fault('INVALID_SUBGRAPH_VALUE', `Expected an object for ${coordinate}.`);
    }
    const object = value as Record<string, unknown>;
    const fields = this.#fieldsOf(shape, object);
    if (fields === null)
      return this.#fault('INVALID_TYPENAME', `Invalid __typename found for object at ${coordinate}.`);
    return this.#writeFields(fields, object);
  }

  #fieldsOf(shape: ObjectShape, object: Record<string, unknown>): FieldsShape | null {
    if (shape.fields !== null) return shape.fields;
    const typeName = Object.hasOwn(object, '__typename') ? object.__typename : undefined;
    if (typeName === undefined || typeName === null) return shape.untyped;
    return (typeof typeName === 'string' && shape.byType.get(typeName)) || null;
  }

  #writeFields({ fields }: FieldsShape, object: Record<string, unknown>): string | null {
    let text = '{';
    for (const field of fields) {
      this.#path.push(field.name);
      this.#dataPath.push(field.key);
      const value = this.#writeField(field, object);
      this.#path.pop();
      this.#dataPath.pop();
      if (value === null) return null;
      const name = this.#counted(JSON.stringify(field.name));
      text += `${text.length === 1 ? '' : ','}${name}:${value}`;
    }
    return `${text}}`;
  }

  /** Null: the parent object must be null. */
  #writeField(field: FieldShape, object: Record<string, unknown>): string | null {
    const { content } = field;
    switch (content.kind) {
      case 'introspection':
        return this.#counted(this.#introspection[content.index]!);
      case 'refused':
        this.#report(content.error);
        return content.isNonNull ? null : 'null';
      case 'typename':
        // The data's name was found in the schema when the fields were chosen by it.
        return JSON.stringify(content.typeName ?? object.__typename);
      case 'unresolved-typename':
        return this.#fault('NON_NULL_VIOLATION', `Cannot return null for non-nullable field ${field.coordinate}.`);
      case 'value': {
        const value = Object.hasOwn(object, field.key) ? object[field.key] : undefined;
        return this.#writeValue(content.type, value, field.coordinate);
      }
    }
  }

  /** Null: the value must be null and may not be. */
  #writeValue(type: ValueShape, value: unknown, coordinate: string): string | null {
    if (value === null || value === undefined) {
      if (!type.isNonNull) return 'null';
      return this.#fault('NON_NULL_VIOLATION', `Cannot return null for non-nullable field ${coordinate}.`);
    }
    const text = this.#writeNonNull(type, value, coordinate);
    return text === null && !type.isNonNull ? 'null' : text;
  }

  #writeNonNull({ of }: ValueShape, value: unknown, coordinate: string): string | null {
    switch (of.kind) {
      case 'object':
        return this.writeObject(of.object, value, coordinate);
      case 'list':
        return this.#writeList(of.item, value, coordinate);
      case 'enum':
        if (typeof value === 'string' && of.values.has(value)) return JSON.stringify(value);
        break;
      default: {
        const text = writeScalar(of.kind, value);
        if (text !== null) return this.#counted(text);
      }
    }
    return this.#fault('INVALID_SUBGRAPH_VALUE', `Invalid value found for ${coordinate}.`);
  }

  #writeList(item: ValueShape, value: unknown, coordinate: string): string | null {
    if (!Array.isArray(value)) return this.#fault('INVALID_SUBGRAPH_VALUE', `Expected a list for ${coordinate}.`);
    const texts: string[] = [];
    for (let index = 0; index < value.length; index++) {
      this.#path.push(index);
      this.#dataPath.push(index);
      const text = this.#writeValue(item, value[index], coordinate);
      this.#path.pop();
      this.#dataPath.pop();
      if (text === null) return null;
      texts.push(text);
    }
    return `[${texts.join(',')}]`;
  }

  #counted(text: string): string {
    this.#charactersLeft -= text.length;
    if (this.#charactersLeft < 0) throw tooLong;
    return text;
  }

  #fault(code: string, message: string): null {
    this.#report({ message, extensions: { code } });
    return null;
  }

  #report(error: Omit<LocatedError, 'path'>): void {
    this.#onFault({ path: this.#path, dataPath: this.#dataPath, error });
  }
}
