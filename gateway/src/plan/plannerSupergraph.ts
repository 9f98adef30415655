/**
 * The planner's copy of a supergraph, with three cures for cases in which Apollo's planner plans wrong answers:
 *
 * 1. A `@key(resolvable: false)` is dropped where the same subgraph has a resolvable key for the type. The planner takes
 *    it as a key that can be resolved locally and leaves the fields behind it `null`.
 * 2. A field that takes arguments and stands in a `@requires` gets a synthetic twin without arguments. Data is keyed by
 *    response name: beside the client's own `comments(limit: 1)`, a required `comments(limit: 3)` would overwrite it, or
 *    be overwritten. `readSteps` turns the twin back into an aliased field, and into the true name in representations.
 * 3. Features that this gateway enforces itself (authorisation, cost, context) lose their purpose in `@link`, because
 *    ApolloGateway refuses a supergraph with a security feature it does not know. Unknown ones are still refused.
 */
import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type TypeNode,
  visit,
} from 'graphql';

export type SyntheticField = { readonly fieldName: string; readonly arguments: readonly ArgumentNode[] };

export type PlannerSupergraph = {
  readonly sdl: string;
  /** By synthetic name. */
  readonly syntheticFields: ReadonlyMap<string, SyntheticField>;
  /** The synthetic names a field requires, by `subgraph enum value`, type and field: `REVIEWS.Post.commentCount`. */
  readonly requiredBy: ReadonlyMap<string, ReadonlySet<string>>;
};

type FieldsType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

const enforcedFeatures = /^https:\/\/specs\.apollo\.dev\/(authenticated|requiresScopes|policy|context|cost|cacheTag)\//;

/** Throws a GraphQLError when the text is not SDL. */
export function plannerSupergraph(supergraphSdl: string): PlannerSupergraph {
  const document = withoutUnresolvableKeys(withoutEnforcedPurposes(parse(supergraphSdl, { noLocation: true })));
  const twins = new Twins(document);
  const withRequires = visit(document, {
    ObjectTypeDefinition: (type) => twins.rewriteRequires(type),
    InterfaceTypeDefinition: (type) => twins.rewriteRequires(type),
  });
  const rewritten = visit(withRequires, {
    ObjectTypeDefinition: (type) => twins.addTo(type),
    InterfaceTypeDefinition: (type) => twins.addTo(type),
  });
  return { sdl: print(rewritten), syntheticFields: twins.fields, requiredBy: twins.requiredBy };
}

function withoutEnforcedPurposes(document: DocumentNode): DocumentNode {
  return visit(document, {
    Directive: (directive) => {
      if (directive.name.value !== 'link') return undefined;
      const url = stringArgument(directive as ConstDirectiveNode, 'url');
      if (url === null || !enforcedFeatures.test(url)) return false;
      return {
        ...directive,
        arguments: directive.arguments?.filter((argument) => argument.name.value !== 'for') ?? [],
      };
    },
  });
}

function withoutUnresolvableKeys(document: DocumentNode): DocumentNode {
  const cure = (type: FieldsType): FieldsType | undefined => {
    const resolvableGraphs = new Set<string>();
    for (const directive of type.directives ?? []) {
      if (isKey(directive) && !isUnresolvable(directive)) resolvableGraphs.add(graphOf(directive));
    }
    const kept = type.directives?.filter(
      (directive) => !(isKey(directive) && isUnresolvable(directive) && resolvableGraphs.has(graphOf(directive))),
    );
    return kept?.length === type.directives?.length ? undefined : { ...type, directives: kept ?? [] };
  };
  return visit(document, { ObjectTypeDefinition: cure, InterfaceTypeDefinition: cure });
}

const isKey = (directive: ConstDirectiveNode): boolean =>
  directive.name.value === 'join__type' && stringArgument(directive, 'key') !== null;

const isUnresolvable = (directive: ConstDirectiveNode): boolean =>
  directive.arguments?.some(
    ({ name, value }) => name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value,
  ) ?? false;

const isExternal = (directive: ConstDirectiveNode): boolean =>
  directive.name.value === 'join__field' &&
  directive.arguments?.some(
    ({ name, value }) => name.value === 'external' && value.kind === Kind.BOOLEAN && value.value,
  ) === true;

const mentions = (fieldSet: string, fieldName: string): boolean => new RegExp(`\\b${fieldName}\\b`).test(fieldSet);

function graphOf(directive: ConstDirectiveNode): string {
  const graph = directive.arguments?.find((argument) => argument.name.value === 'graph')?.value;
  return graph?.kind === Kind.ENUM ? graph.value : '';
}

function stringArgument(directive: ConstDirectiveNode, name: string): string | null {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : null;
}

/** Collects the twins that the supergraph's `@requires` ask for, and writes them in. */
class Twins {
  readonly fields = new Map<string, SyntheticField>();
  readonly requiredBy = new Map<string, Set<string>>();
  readonly #types = new Map<string, FieldsType>();
  readonly #fieldNames = new Set<string>();
  readonly #implementations = new Map<string, string[]>();
  /** Synthetic names by type name. */
  readonly #byType = new Map<string, Set<string>>();
  readonly #nameByText = new Map<string, string>();
  /** What keys and `@provides` select, and what is left of `@requires`. */
  readonly #fieldSets: { readonly graph: string; readonly text: string }[] = [];

  constructor(document: DocumentNode) {
    visit(document, {
      Directive: (directive) => {
        const constant = directive as ConstDirectiveNode;
        const text = stringArgument(constant, 'provides') ?? stringArgument(constant, 'key');
        if (text !== null) this.#fieldSets.push({ graph: graphOf(constant), text });
      },
    });
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
  }

  rewriteRequires(type: FieldsType): FieldsType | undefined {
    let isChanged = false;
    const fields = type.fields?.map((field) => {
      const directives = field.directives?.map((directive) => {
        const requires = directive.name.value === 'join__field' ? stringArgument(directive, 'requires') : null;
        if (requires === null) return directive;
        const used = new Set<string>();
        const selectionSet = (
          parse(`{${requires}}`, { noLocation: true }).definitions[0] as { selectionSet: SelectionSetNode }
        ).selectionSet;
        const rewritten = this.#rewrite(selectionSet, type.name.value, used);
        const text = print(rewritten).replace(/\s+/g, ' ').slice(1, -1).trim();
        this.#fieldSets.push({ graph: graphOf(directive), text });
        if (used.size === 0) return directive;
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
      added.push({
        ...original,
        name: { kind: Kind.NAME, value: name },
        arguments: [],
        directives: original.directives?.filter((directive) => directive.name.value === 'join__field') ?? [],
      });
    }
    const replaced = new Set(added.map(({ name }) => this.fields.get(name.value)!.fieldName));
    const fields = (type.fields ?? []).map((field) =>
      replaced.has(field.name.value) ? this.#withoutUnusedExternals(type, field) : field,
    );
    return { ...type, fields: [...fields, ...added] };
  }

  /** A subgraph that only required the field knows its twin now; an external field without use makes it invalid. */
  #withoutUnusedExternals(type: FieldsType, field: FieldDefinitionNode): FieldDefinitionNode {
    const isUsed = (graph: string): boolean =>
      [...this.#fieldSets].some(({ graph: other, text }) => other === graph && mentions(text, field.name.value)) ||
      (type.directives ?? []).some(
        (directive) =>
          directive.name.value === 'join__implements' &&
          graphOf(directive) === graph &&
          this.#types
            .get(stringArgument(directive, 'interface') ?? '')
            ?.fields?.some(({ name }) => name.value === field.name.value) === true,
      );
    const directives = field.directives?.filter((directive) => !(isExternal(directive) && !isUsed(graphOf(directive))));
    return { ...field, directives: directives ?? [] };
  }

  #rewrite(selectionSet: SelectionSetNode, typeName: string, used: Set<string>): SelectionSetNode {
    const selections = selectionSet.selections.map((selection): SelectionNode => {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value ?? typeName;
        return { ...selection, selectionSet: this.#rewrite(selection.selectionSet, condition, used) };
      }
      if (selection.kind !== Kind.FIELD) return selection;
      const definition = this.#types.get(typeName)?.fields?.find((field) => field.name.value === selection.name.value);
      if (definition === undefined) return selection;
      const inner =
        selection.selectionSet === undefined
          ? undefined
          : this.#rewrite(selection.selectionSet, namedType(definition.type), used);
      const rest = inner === undefined ? {} : { selectionSet: inner };
      if ((definition.arguments?.length ?? 0) === 0) return { ...selection, ...rest };
      const name = this.#twinOf(selection.name.value, selection.arguments ?? []);
      used.add(name);
      this.#markType(typeName, name);
      return { kind: Kind.FIELD, name: { kind: Kind.NAME, value: name }, ...rest };
    });
    return { ...selectionSet, selections };
  }

  /** The same field with the same arguments has the same twin everywhere. */
  #twinOf(fieldName: string, argumentNodes: readonly ArgumentNode[]): string {
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

  #markType(typeName: string, syntheticName: string): void {
    const names = this.#byType.get(typeName) ?? new Set();
    this.#byType.set(typeName, names.add(syntheticName));
    for (const implementation of this.#implementations.get(typeName) ?? []) {
      const known = this.#byType.get(implementation);
      if (known?.has(syntheticName) !== true) this.#markType(implementation, syntheticName);
    }
  }
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function withStringArgument(directive: ConstDirectiveNode, name: string, value: string): ConstDirectiveNode {
  return {
    ...directive,
    arguments: (directive.arguments ?? []).map((argument) =>
      argument.name.value === name ? { ...argument, value: { kind: Kind.STRING, value } } : argument,
    ),
  };
}
