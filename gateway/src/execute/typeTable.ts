/** What execution must know of the supergraph's types: names, by which subgraphs tell what an object is. */
import {
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';

export class TypeTable {
  readonly #schema: GraphQLSchema;
  readonly #members = new Map<string, ReadonlySet<string>>();
  readonly #customScalarFields = new Set<string>();

  /** `schema`: the supergraph, with what is inaccessible to clients. */
  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        const named = getNamedType(field.type);
        if (isScalarType(named) && !isSpecifiedScalarType(named)) this.#customScalarFields.add(field.name);
      }
    }
  }

  /** Whether some type's field of this name holds a scalar that is not one of the five built in. */
  isCustomScalarField = (fieldName: string): boolean => this.#customScalarFields.has(fieldName);

  isObjectType(typeName: string): boolean {
    return isObjectType(this.#schema.getType(typeName));
  }

  /** Whether an object of type `typeName` (an interface's name under an @interfaceObject) meets the type condition. */
  matches(typeName: string, condition: string): boolean {
    return typeName === condition || this.membersOf(condition).has(typeName);
  }

  /** The object types and interfaces under a type, itself excluded. */
  membersOf(condition: string): ReadonlySet<string> {
    const known = this.#members.get(condition);
    if (known !== undefined) return known;
    const type = this.#schema.getType(condition);
    const names = new Set<string>();
    if (isAbstractType(type)) {
      for (const possible of this.#schema.getPossibleTypes(type)) names.add(possible.name);
      if (isInterfaceType(type)) {
        for (const { name } of this.#schema.getImplementations(type).interfaces) names.add(name);
      }
    }
    this.#members.set(condition, names);
    return names;
  }
}
