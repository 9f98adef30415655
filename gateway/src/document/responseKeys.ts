/**
 * Canonical response names. Apollo's planner merges data by response name, and stumbles where a client's alias meets a
 * key, a required field or another alias (`upc: name`, two arguments under one name in two fragments). So the planner
 * never sees an alias: a field without arguments keeps its name, one with arguments gets a number per distinct arguments.
 * One key of one object then always means the same, subgraphs resolve duplicates once, and no name that a client chose
 * ever becomes a property of an object.
 *
 * Fields at the root of a mutation are kept apart by their response name: each is a call of its own.
 */
import { type FieldNode, print } from 'graphql';

export class ResponseKeys {
  readonly #reserved: ReadonlySet<string>;
  readonly #keys = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  readonly #byNode = new Map<FieldNode, string>();

  /** `fieldNames`: every field name of the supergraph; numbered names never equal one of them. */
  constructor(fieldNames: ReadonlySet<string>) {
    this.#reserved = fieldNames;
  }

  keyOf(field: FieldNode, isMutationRoot: boolean): string {
    const known = this.#byNode.get(field);
    if (known !== undefined) return known;
    const key = this.#keyOfText(field.name.value, signature(field, isMutationRoot));
    this.#byNode.set(field, key);
    return key;
  }

  #keyOfText(name: string, text: string): string {
    if (text === '') return name;
    const full = `${name}${text}`;
    const known = this.#keys.get(full);
    if (known !== undefined) return known;
    let count = this.#counts.get(name) ?? 0;
    let key = `${name}__${count}`;
    while (this.#reserved.has(key)) key = `${name}__${++count}`;
    this.#counts.set(name, count + 1);
    this.#keys.set(full, key);
    return key;
  }
}

const conditional = new Set(['skip', 'include']);

function signature(field: FieldNode, isMutationRoot: boolean): string {
  const argumentTexts = (field.arguments ?? []).map((argument) => print(argument)).sort();
  const directiveTexts = (field.directives ?? [])
    .filter((directive) => !conditional.has(directive.name.value))
    .map((directive) => print(directive));
  const responseName = field.alias?.value ?? field.name.value;
  const ownCall = isMutationRoot && responseName !== field.name.value ? `#${responseName}` : '';
  const texts = [...argumentTexts, ...directiveTexts];
  return texts.length === 0 ? ownCall : `(${texts.join(',')})${ownCall}`;
}
