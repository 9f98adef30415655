import { type ConstDirectiveNode, type GraphQLSchema, Kind, type StringValueNode, valueFromASTUntyped } from 'graphql';

/** The local names, in one supergraph, of the directives that the gateway reads. */
export interface DirectiveNames {
  readonly authenticated: string;
  readonly requiresScopes: string;
  readonly policy: string;
  readonly cost: string;
  readonly listSize: string;
  readonly cacheControl: string;
  readonly context: string;
}

/** Specification and own name of each. */
const origins: { readonly [Name in keyof DirectiveNames]: readonly [specification: string, name: string] } = {
  authenticated: ['authenticated', 'authenticated'],
  requiresScopes: ['requiresScopes', 'requiresScopes'],
  policy: ['policy', 'policy'],
  cost: ['cost', 'cost'],
  listSize: ['cost', 'listSize'],
  cacheControl: ['cacheControl', 'cacheControl'],
  context: ['context', 'context'],
};

/**
 * Finds under which names a supergraph knows the directives. A subgraph may import one under another name
 * (`@link(as:)`, `import: [{ name:, as: }]`); who looks for the usual name alone would miss a renamed `@authenticated`.
 */
export function findDirectiveNames(supergraph: GraphQLSchema): DirectiveNames {
  const links = [supergraph.astNode, ...supergraph.extensionASTNodes]
    .flatMap((node) => node?.directives ?? [])
    .filter((directive) => directive.name.value === 'link')
    .map(readLink);
  const nameOf = ([specification, name]: readonly [string, string]): string => {
    const link = links.find((candidate) => candidate.specification === specification);
    if (link === undefined) return name;
    const imported = link.imports.get(`@${name}`);
    if (imported !== undefined) return imported;
    const local = name === specification ? link.prefix : `${link.prefix}__${name}`;
    // Composition may define an imported directive without repeating its import.
    return supergraph.getDirective(local) ? local : name;
  };
  return Object.fromEntries(
    Object.entries(origins).map(([key, origin]) => [key, nameOf(origin)]),
  ) as unknown as DirectiveNames;
}

interface Link {
  readonly specification: string;
  readonly prefix: string;
  readonly imports: ReadonlyMap<string, string>;
}

function readLink(directive: ConstDirectiveNode): Link {
  const value = (name: string) => directive.arguments?.find((argument) => argument.name.value === name)?.value;
  const url = (value('url') as StringValueNode | undefined)?.value ?? '';
  const parts = url.split('/').filter((part) => part !== '');
  const last = parts.at(-1) ?? '';
  const specification = (/^v\d+(\.\d+)?$/.test(last) ? parts.at(-2) : last) ?? '';
  const as = value('as');
  const list = value('import');
  const imports = new Map<string, string>();
  for (const item of list?.kind === Kind.LIST ? list.values : []) {
    if (item.kind === Kind.STRING) imports.set(item.value, item.value.replace(/^@/, ''));
    if (item.kind !== Kind.OBJECT) continue;
    const text = (name: string) =>
      (item.fields.find((field) => field.name.value === name)?.value as StringValueNode | undefined)?.value;
    const name = text('name');
    if (name !== undefined) imports.set(name, (text('as') ?? name).replace(/^@/, ''));
  }
  return { specification, prefix: as?.kind === Kind.STRING ? as.value : specification, imports };
}

/** A type or field of a schema, as far as its directives go. */
export interface Directed {
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined;
  readonly extensionASTNodes?: readonly { readonly directives?: readonly ConstDirectiveNode[] | undefined }[];
}

/** The uses of a directive on a type or field, extensions included. */
export function directivesOn(target: Directed, name: string): readonly ConstDirectiveNode[] {
  const nodes = [target.astNode, ...(target.extensionASTNodes ?? [])];
  return nodes.flatMap((node) => node?.directives?.filter((directive) => directive.name.value === name) ?? []);
}

/** A constant argument of a directive as a plain value; undefined where it is not given. */
export function argumentOf(directive: ConstDirectiveNode, name: string): unknown {
  const node = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return node === undefined ? undefined : valueFromASTUntyped(node);
}
