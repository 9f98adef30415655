/**
 * Fault: data is keyed by response name, so that a field which stands in a `@requires` with arguments is overwritten by the
 * client's own use of it with others, or overwrites it. Such a field gets a stand-in: a field without arguments, under a
 * name of its own for each distinct list of arguments, known to the subgraphs that resolve the field and to those that
 * require it. `readSteps` turns it back into an aliased field, and into the true name in representations.
 *
 * Minimal query: `{ post { comments(limit: 1) { id } commentCount } }`, where `commentCount` requires
 * `comments(limit: 3)`. Test: "required fields with arguments stand beside the same field with other arguments".
 * Upstream: apollographql/federation#2276, #2996. May go when: the planner gives required fields aliases of their own.
 */
import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  Kind,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import {
  type FieldsType,
  graphOf,
  isExternal,
  isKey,
  isKnownTo,
  namedType,
  readFieldSet,
  stringArgument,
} from '../joinDirectives.ts';

export type StandInField = { readonly fieldName: string; readonly arguments: readonly ArgumentNode[] };

/** Collects the stand-ins that the supergraph's `@requires` ask for, and writes them in. */
export class StandInFieldWriter {
  readonly fields = new Map<string, StandInField>();
  readonly requiredBy = new Map<string, Set<string>>();
  readonly #types = new Map<string, FieldsType>();
  readonly #fieldNames = new Set<string>();
  readonly #implementations = new Map<string, string[]>();
  /** Names of stand-ins by type name. */
  readonly #byType = new Map<string, Set<string>>();
  readonly #nameByText = new Map<string, string>();
  /** What keys, `@provides` and rewritten `@requires` select, as `GRAPH.Type.field`. */
  readonly #used = new Set<string>();

  constructor(document: DocumentNode) {
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
        continue;
      this.#types.set(definition.name.value, definition);
      for (const field of definition.fields ?? []) this.#fieldNames.add(field.name.value);
      for (const { name } of definition.interfaces ?? []) {
        const known = this.#implementations.get(name.value);
        if (known === undefined) this.#implementations.set(name.value, [definition.name.value]);
        else known.push(definition.name.value);
      }
    }
    for (const type of this.#types.values()) this.#useKeysAndProvides(type);
  }

  rewriteRequires(type: FieldsType): FieldsType | undefined {
    let isChanged = false;
    const fields = type.fields?.map((field) => {
      const directives = field.directives?.map((directive) => {
        const requires = directive.name.value === 'join__field' ? stringArgument(directive, 'requires') : null;
        if (requires === null) return directive;
        const used = new Set<string>();
        const rewritten = this.#rewrite(readFieldSet(requires), type.name.value, used);
        this.#use(graphOf(directive), type.name.value, rewritten);
        if (used.size === 0) return directive;
        const text = print(rewritten).replace(/\s+/g, ' ').slice(1, -1).trim();
        isChanged = true;
        this.requiredBy.set(`${graphOf(directive)}.${type.name.value}.${field.name.value}`, used);
        return withStringArgument(directive, 'requires', text);
      });
      return directives === undefined ? field : { ...field, directives };
    });
    return isChanged ? { ...type, fields: fields ?? [] } : undefined;
  }

  addTo(type: FieldsType): FieldsType | undefined {
    const names = this.#byType.get(type.name.value);
    if (names === undefined) return undefined;
    const added: FieldDefinitionNode[] = [];
    for (const name of names) {
      const { fieldName } = this.fields.get(name)!;
      const original = type.fields?.find((field) => field.name.value === fieldName);
      if (original === undefined) continue;
      const joined = original.directives?.filter((directive) => directive.name.value === 'join__field') ?? [];
      const standIn = {
        ...original,
        name: { kind: Kind.NAME, value: name } as const,
        arguments: [],
        directives: joined,
      };
      added.push(this.#withoutUnusedExternals(type, standIn));
    }
    const replaced = new Set(added.map(({ name }) => this.fields.get(name.value)!.fieldName));
    const fields = (type.fields ?? []).map((field) =>
      replaced.has(field.name.value) ? this.#withoutUnusedExternals(type, field) : field,
    );
    return { ...type, fields: [...fields, ...added] };
  }

  /**
   * A subgraph that only required the field knows its stand-in now, and not those that other subgraphs require; an
   * external field without use makes a subgraph invalid.
   */
  #withoutUnusedExternals(type: FieldsType, field: FieldDefinitionNode): FieldDefinitionNode {
    const directives = field.directives?.filter(
      (directive) => !isExternal(directive) || this.#isUsed(graphOf(directive), type, field.name.value),
    );
    return { ...field, directives: directives ?? [] };
  }

  #isUsed(graph: string, type: FieldsType, fieldName: string): boolean {
    if (this.#used.has(`${graph}.${type.name.value}.${fieldName}`)) return true;
    return (type.directives ?? []).some((directive) => {
      if (directive.name.value !== 'join__implements' || graphOf(directive) !== graph) return false;
      const name = stringArgument(directive, 'interface') ?? '';
      const original = this.fields.get(fieldName)?.fieldName;
      if (original !== undefined && this.#byType.get(name)?.has(fieldName) !== true) return false;
      const declared = this.#fieldOf(name, original ?? fieldName);
      return declared !== undefined && isKnownTo(graph, declared);
    });
  }

  #useKeysAndProvides(type: FieldsType): void {
    for (const directive of type.directives ?? []) {
      const key = isKey(directive) ? stringArgument(directive, 'key') : null;
      if (key !== null) this.#use(graphOf(directive), type.name.value, readFieldSet(key));
    }
    for (const field of type.fields ?? []) {
      for (const directive of field.directives ?? []) {
        const provides = directive.name.value === 'join__field' ? stringArgument(directive, 'provides') : null;
        if (provides !== null) this.#use(graphOf(directive), namedType(field.type), readFieldSet(provides));
      }
    }
  }

  /** A field of an interface is one of all its implementations. */
  #use(graph: string, typeName: string, selectionSet: SelectionSetNode): void {
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        this.#use(graph, selection.typeCondition?.name.value ?? typeName, selection.selectionSet);
      } else if (selection.kind === Kind.FIELD) {
        const name = selection.name.value;
        for (const each of this.#withImplementations(typeName)) this.#used.add(`${graph}.${each}.${name}`);
        const definition = this.#fieldOf(typeName, this.fields.get(name)?.fieldName ?? name);
        if (selection.selectionSet !== undefined && definition !== undefined) {
          this.#use(graph, namedType(definition.type), selection.selectionSet);
        }
      }
    }
  }

  #withImplementations(typeName: string): Set<string> {
    const names = new Set([typeName]);
    // The set grows while it is walked.
    for (const name of names) for (const each of this.#implementations.get(name) ?? []) names.add(each);
    return names;
  }

  #fieldOf(typeName: string, fieldName: string): FieldDefinitionNode | undefined {
    return this.#types.get(typeName)?.fields?.find(({ name }) => name.value === fieldName);
  }

  #rewrite(selectionSet: SelectionSetNode, typeName: string, used: Set<string>): SelectionSetNode {
    const selections = selectionSet.selections.map((selection): SelectionNode => {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value ?? typeName;
        return { ...selection, selectionSet: this.#rewrite(selection.selectionSet, condition, used) };
      }
      if (selection.kind !== Kind.FIELD) return selection;
      const definition = this.#fieldOf(typeName, selection.name.value);
      if (definition === undefined) return selection;
      const inner =
        selection.selectionSet === undefined
          ? undefined
          : this.#rewrite(selection.selectionSet, namedType(definition.type), used);
      const rest = inner === undefined ? {} : { selectionSet: inner };
      if ((definition.arguments?.length ?? 0) === 0) return { ...selection, ...rest };
      const name = this.#standInOf(selection.name.value, selection.arguments ?? []);
      used.add(name);
      this.#markType(typeName, name);
      return { kind: Kind.FIELD, name: { kind: Kind.NAME, value: name }, ...rest };
    });
    return { ...selectionSet, selections };
  }

  /** The same field with the same arguments has the same stand-in everywhere. */
  #standInOf(fieldName: string, argumentNodes: readonly ArgumentNode[]): string {
    const text = `${fieldName}(${argumentNodes
      .map((argument) => print(argument))
      .sort()
      .join(', ')})`;
    const known = this.#nameByText.get(text);
    if (known !== undefined) return known;
    let name = `${fieldName}__required_${this.fields.size}`;
    while (this.#fieldNames.has(name)) name += '_';
    this.#nameByText.set(text, name);
    this.fields.set(name, { fieldName, arguments: argumentNodes });
    return name;
  }

  #markType(typeName: string, standInName: string): void {
    const names = this.#byType.get(typeName) ?? new Set();
    this.#byType.set(typeName, names.add(standInName));
    for (const implementation of this.#implementations.get(typeName) ?? []) {
      const known = this.#byType.get(implementation);
      if (known?.has(standInName) !== true) this.#markType(implementation, standInName);
    }
  }
}

function withStringArgument(directive: ConstDirectiveNode, name: string, value: string): ConstDirectiveNode {
  return {
    ...directive,
    arguments: (directive.arguments ?? []).map((argument) =>
      argument.name.value === name ? { ...argument, value: { kind: Kind.STRING, value } } : argument,
    ),
  };
}

/** The field that a stand-in stands for; undefined when it is none. */
export function trueField(field: FieldNode, standInFields: ReadonlyMap<string, StandInField>): FieldNode | undefined {
  const standIn = standInFields.get(field.name.value);
  if (standIn === undefined) return undefined;
  return {
    ...field,
    alias: field.alias ?? field.name,
    name: { kind: Kind.NAME, value: standIn.fieldName },
    arguments: standIn.arguments,
  };
}
