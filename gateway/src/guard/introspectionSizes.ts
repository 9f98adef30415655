import { type GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType, isUnionType } from 'graphql';

const known = new WeakMap<GraphQLSchema, ReadonlyMap<string, number>>();

/** How many entries a list of the introspection system has in a schema, on average where it depends on the type. */
export function introspectionListSize(schema: GraphQLSchema, typeName: string, fieldName: string): number {
  let sizes = known.get(schema);
  if (sizes === undefined) {
    sizes = countEntries(schema);
    known.set(schema, sizes);
  }
  return sizes.get(`${typeName}.${fieldName}`) ?? 1;
}

function countEntries(schema: GraphQLSchema): ReadonlyMap<string, number> {
  const types = Object.values(schema.getTypeMap());
  const composite = types.filter((type) => isObjectType(type) || isInterfaceType(type));
  const fields = composite.flatMap((type) => Object.values(type.getFields()));
  const argumentCount = fields.reduce((sum, { args }) => sum + args.length, 0);
  const average = (sizes: readonly number[]): number =>
    sizes.length === 0 ? 1 : Math.max(1, sizes.reduce((sum, size) => sum + size, 0) / sizes.length);
  return new Map([
    ['__Schema.types', types.length],
    ['__Schema.directives', schema.getDirectives().length],
    ['__Type.fields', average(composite.map((type) => Object.keys(type.getFields()).length))],
    ['__Type.possibleTypes', average(types.filter(isUnionType).map((type) => type.getTypes().length))],
    ['__Type.enumValues', average(types.filter(isEnumType).map((type) => type.getValues().length))],
    [
      '__Type.inputFields',
      average(types.filter(isInputObjectType).map((type) => Object.keys(type.getFields()).length)),
    ],
    ['__Field.args', Math.max(1, argumentCount / Math.max(1, fields.length))],
    ['__Directive.args', 2],
  ]);
}
