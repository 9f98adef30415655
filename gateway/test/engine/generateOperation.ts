/** Random valid-looking operations over a schema: aliases that collide, duplicates, fragments, variables, conditions. */
import fc from 'fast-check';
import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';

export type GeneratedOperation = { readonly query: string; readonly variables: Record<string, unknown> };

export type GeneratorOptions = {
  /** Values for arguments, by `Type.field.argument` or by argument name. */
  readonly values: Readonly<Record<string, readonly unknown[]>>;
  readonly maxDepth: number;
  readonly kind?: 'query' | 'mutation';
};

/** Words that collide with field names, with each other, and with what every object inherits. */
const aliases = [
  'id',
  'title',
  'name',
  'upc',
  'a',
  'b',
  '__proto__',
  'constructor',
  'toString',
  'comments',
  'representations',
];

export function generateOperation(
  g: fc.GeneratorValue,
  schema: GraphQLSchema,
  options: GeneratorOptions,
): GeneratedOperation {
  return new Generator(g, schema, options).operation();
}

class Generator {
  readonly #g: fc.GeneratorValue;
  readonly #schema: GraphQLSchema;
  readonly #options: GeneratorOptions;
  readonly #fragments: string[] = [];
  readonly #definitions: string[] = [];
  readonly #variables: Record<string, unknown> = {};

  constructor(g: fc.GeneratorValue, schema: GraphQLSchema, options: GeneratorOptions) {
    this.#g = g;
    this.#schema = schema;
    this.#options = options;
  }

  operation(): GeneratedOperation {
    const kind = this.#options.kind ?? 'query';
    const root = kind === 'query' ? this.#schema.getQueryType()! : this.#schema.getMutationType()!;
    const selection = this.#selectionSet(root, this.#options.maxDepth);
    const definitions = this.#definitions.length === 0 ? '' : `(${this.#definitions.join(', ')})`;
    return {
      query: `${kind} Generated${definitions} ${selection}\n${this.#fragments.join('\n')}`,
      variables: this.#variables,
    };
  }

  #int(max: number): number {
    return this.#g(fc.nat, { max });
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#int(items.length - 1)]!;
  }

  #chance(outOf: number): boolean {
    return this.#int(outOf - 1) === 1;
  }

  #selectionSet(type: GraphQLCompositeType, depth: number): string {
    const count = 1 + this.#int(4);
    const selections: string[] = [];
    for (let index = 0; index < count; index++) selections.push(this.#selection(type, depth));
    if (this.#chance(6)) selections.push(selections[0]!);
    return `{ ${selections.join(' ')} }`;
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    const wantsFragment = isUnionType(type) ? this.#int(3) > 0 : this.#chance(isAbstractType(type) ? 2 : 6);
    if (wantsFragment && depth > 0) return this.#fragment(type, depth);
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    const usable = fields.filter((field) => depth > 0 || !isCompositeType(getNamedType(field.type)));
    if (usable.length === 0 || this.#chance(12)) return `${this.#chance(4) ? 't: ' : ''}__typename${this.#condition()}`;
    return this.#field(type, this.#pick(usable), depth);
  }

  #fragment(type: GraphQLCompositeType, depth: number): string {
    const conditions = this.#typesUnder(type);
    const condition = this.#pick(conditions);
    const selection = this.#selectionSet(condition, depth - 1);
    if (this.#chance(3)) {
      const name = `F${this.#fragments.length}`;
      this.#fragments.push(`fragment ${name} on ${condition.name} ${selection}`);
      return `...${name}${this.#condition()}`;
    }
    const on = condition === type && this.#chance(2) ? '' : ` on ${condition.name}`;
    return `...${on}${this.#condition()} ${selection}`;
  }

  #typesUnder(type: GraphQLCompositeType): GraphQLCompositeType[] {
    if (isAbstractType(type)) {
      const possible = [...this.#schema.getPossibleTypes(type)];
      return [type, ...possible, ...possible.flatMap((each) => [...each.getInterfaces()])];
    }
    return isObjectType(type) || isInterfaceType(type) ? [type, ...type.getInterfaces()] : [type];
  }

  #field(parent: GraphQLCompositeType, field: GraphQLField<unknown, unknown>, depth: number): string {
    const alias = this.#chance(3) ? `${this.#pick(aliases)}: ` : '';
    const type = getNamedType(field.type);
    const selection = isCompositeType(type) ? ` ${this.#selectionSet(type, depth - 1)}` : '';
    return `${alias}${field.name}${this.#arguments(parent, field)}${this.#condition()}${selection}`;
  }

  #arguments(parent: GraphQLCompositeType, field: GraphQLField<unknown, unknown>): string {
    const texts = field.args.flatMap((argument) => {
      const isRequired = isNonNullType(argument.type) && argument.defaultValue === undefined;
      if (!isRequired && this.#chance(2)) return [];
      return [`${argument.name}: ${this.#argumentValue(`${parent.name}.${field.name}`, argument)}`];
    });
    return texts.length === 0 ? '' : `(${texts.join(', ')})`;
  }

  #argumentValue(coordinate: string, argument: GraphQLArgument): string {
    const { values } = this.#options;
    const known = values[`${coordinate}.${argument.name}`] ?? values[argument.name] ?? enumValues(argument.type);
    const value = this.#pick(known ?? [null]);
    if (this.#chance(3)) {
      const name = this.#chance(8)
        ? this.#pick(['representations', '__proto__', 'constructor'])
        : `v${this.#definitions.length}`;
      if (!this.#definitions.some((definition) => definition.startsWith(`$${name}:`))) {
        this.#definitions.push(`$${name}: ${argument.type}`);
        Object.defineProperty(this.#variables, name, { value, enumerable: true, configurable: true, writable: true });
        return `$${name}`;
      }
    }
    return isEnumType(getNamedType(argument.type)) ? String(value) : literal(value);
  }

  #condition(): string {
    if (!this.#chance(7)) return '';
    const directive = this.#pick(['skip', 'include']);
    if (this.#chance(3)) return ` @${directive}(if: ${this.#chance(2)})`;
    const name = this.#pick(['yes', 'no']);
    if (!this.#definitions.some((definition) => definition.startsWith(`$${name}:`))) {
      this.#definitions.push(name === 'yes' ? '$yes: Boolean!' : '$no: Boolean = false');
      if (name === 'yes') this.#variables.yes = true;
    }
    return ` @${directive}(if: $${name})`;
  }
}

function enumValues(type: GraphQLInputType): string[] | undefined {
  if (isNonNullType(type) || isListType(type)) return enumValues(type.ofType);
  return isEnumType(type) ? type.getValues().map(({ name }) => name) : undefined;
}

const literal = (value: unknown): string => JSON.stringify(value);
