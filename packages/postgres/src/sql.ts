/** A statement or a part of one: text with $1… and the values that go with it. Made only by the `sql` tag. */
export class Sql {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
  #text: string | undefined;

  constructor(strings: readonly string[], values: readonly unknown[]) {
    this.strings = strings;
    this.values = values;
  }

  /** The statement as PostgreSQL takes it. */
  get text(): string {
    this.#text ??= this.strings.reduce((text, part, index) => `${text}$${index}${part}`);
    return this.#text;
  }
}

function build(strings: readonly string[], values: readonly unknown[]): Sql {
  if (!values.some((value) => value instanceof Sql)) return new Sql(strings, values);
  const flatStrings = [strings[0] ?? ''];
  const flatValues: unknown[] = [];
  const appendText = (text: string): void => {
    flatStrings[flatStrings.length - 1] += text;
  };
  values.forEach((value, index) => {
    if (value instanceof Sql) {
      appendText(value.strings[0] ?? '');
      value.values.forEach((inner, at) => {
        flatValues.push(inner);
        flatStrings.push(value.strings[at + 1] ?? '');
      });
    } else {
      flatValues.push(value);
      flatStrings.push('');
    }
    appendText(strings[index + 1] ?? '');
  });
  return new Sql(flatStrings, flatValues);
}

/**
 * Parameterised SQL: every `${value}` becomes a parameter, every `${sql…}` is inserted as a part.
 * Arrays are one parameter: write `= any(${ids})` or `unnest(${ids}::text[])`.
 */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Sql {
  return build(strings, values);
}

/** A table or column name, quoted. For names that the program chooses, never for what a client sent. */
sql.identifier = (name: string): Sql => new Sql([`"${name.replaceAll('"', '""')}"`], []);

/** A text in the statement itself, so that a partial index that names it is found. For texts that the program chooses only. */
sql.literal = (text: string): Sql => new Sql([`'${text.replaceAll("'", "''")}'`], []);

/** Parts put together with a separator, for example conditions with `sql\` and \``. */
sql.join = (parts: readonly Sql[], separator: Sql = sql`, `): Sql =>
  parts.reduce((all, part, index) => (index === 0 ? part : sql`${all}${separator}${part}`), sql``);

/**
 * Rows as a table `alias` with a column for each of `types`, in snake case: `{ unitCode: 'text' }` is the column unit_code.
 * Each column is one parameter. `ordinal` names a column that counts the rows from 1.
 */
sql.rows = <Row extends object>(
  alias: string,
  rows: readonly Row[],
  types: { readonly [Name in keyof Row & string]?: string },
  ordinal?: string,
): Sql => {
  const names = Object.keys(types) as (keyof Row & string)[];
  const columns = names.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  const listed = ordinal === undefined ? columns : [...columns, ordinal];
  return new Sql(
    [
      `unnest(`,
      ...names.slice(1).map((_name, index) => `::${types[names[index] as (typeof names)[number]]}[], `),
      `::${types[names.at(-1) as (typeof names)[number]]}[])${ordinal === undefined ? '' : ' with ordinality'} as ${alias} (${listed.map((column) => `"${column}"`).join(', ')})`,
    ],
    names.map((name) => rows.map((row) => row[name])),
  );
};
