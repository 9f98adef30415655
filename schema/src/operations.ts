import {
  buildSchema,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { type NamedOperation, readNamedOperations } from './sdl.ts';

/** Why a named operation cannot be answered by a schema, or kept by a normalised cache, in words. Empty when all can. */
export function findBrokenOperations(
  apiSdl: string,
  operations: readonly NamedOperation[] = readNamedOperations(),
): readonly string[] {
  const schema = buildSchema(apiSdl);
  return operations.flatMap((operation) => faultsOf(schema, operation));
}

function faultsOf(schema: GraphQLSchema, { name, document }: NamedOperation): readonly string[] {
  const ast = parse(document);
  const names = ast.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value ?? ''] : [],
  );
  const misnamed = names.length === 1 && names[0] === name ? [] : [`${name}: the file must hold just that operation`];
  const invalid = validate(schema, ast).map((error) => error.message);
  const faults = invalid.length > 0 ? invalid : findMissingIds(schema, ast);
  return [...misnamed, ...faults.map((fault) => `${name}: ${fault}`)];
}

/**
 * Where a valid document selects something that has an `id` without it. A normalised cache can't tell then which object it
 * is: it keeps one copy for each place, and what one page shows is lost to the next.
 */
function findMissingIds(schema: GraphQLSchema, document: DocumentNode): readonly string[] {
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  const path: string[] = [];
  const faults: string[] = [];
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      FragmentDefinition: { enter: ({ name }) => void path.push(name.value), leave: () => void path.pop() },
      Field: {
        enter: ({ name, selectionSet }) => {
          path.push(name.value);
          if (selectionSet === undefined) return;
          for (const type of objectTypesOf(schema, getNamedType(types.getType()))) {
            const selected = fieldsOf(schema, type, selectionSet, fragments);
            if (type.getFields().id && selected.size > 0 && !selected.has('id')) {
              faults.push(`${path.join('.')} selects ${type.name} without its id`);
            }
          }
        },
        leave: () => void path.pop(),
      },
    }),
  );
  return faults;
}

function objectTypesOf(schema: GraphQLSchema, type: GraphQLNamedType | null | undefined): readonly GraphQLObjectType[] {
  if (isAbstractType(type)) return schema.getPossibleTypes(type);
  return isObjectType(type) ? [type] : [];
}

/** The fields that every answer with an object of the type has: those under an alias or a condition are not among them. */
function fieldsOf(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): ReadonlySet<string> {
  const fields = new Set<string>();
  for (const node of selections) {
    if (node.kind === Kind.FIELD) {
      const isCertain = node.alias === undefined && !node.directives?.length;
      fields.add(isCertain ? node.name.value : `${node.name.value} perhaps`);
      continue;
    }
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
    const condition = fragment?.typeCondition && schema.getType(fragment.typeCondition.name.value);
    const isApplied =
      !condition || condition === type || (isAbstractType(condition) && schema.isSubType(condition, type));
    if (!fragment || !isApplied) continue;
    const isCertain = !node.directives?.length;
    for (const field of fieldsOf(schema, type, fragment.selectionSet, fragments)) {
      fields.add(isCertain ? field : `${field} perhaps`);
    }
  }
  return fields;
}
