import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { CardinalityError, nameDatabaseError } from './errors.ts';
import type { Sql } from './sql.ts';

/** The queries that both a database and a transaction answer; the name of each says how many rows there are. */
export interface Queries {
  /** All rows. */
  many<Row extends object>(statement: Sql): Promise<Row[]>;
  /** The row, or null. Throws CardinalityError when there are several. */
  maybeOne<Row extends object>(statement: Sql): Promise<Row | null>;
  /** The row. Throws CardinalityError when there is none, or several. */
  one<Row extends object>(statement: Sql): Promise<Row>;
  /** Runs a statement for its effect; returns the number of rows it touched. */
  run(statement: Sql): Promise<number>;
}

export interface Answer {
  readonly rows: object[];
  readonly rowCount: number | null;
}

/** Cardinality on top of a function that runs a statement. */
export function createQueries(run: (statement: Sql) => Promise<Answer>): Queries {
  const maybeOne = async <Row extends object>(statement: Sql): Promise<Row | null> => {
    const { rows } = await run(statement);
    if (rows.length > 1)
      throw new CardinalityError(`At most one row was expected, ${rows.length} came: ${statement.text}`);
    return (rows[0] as Row | undefined) ?? null;
  };
  return {
    many: async <Row extends object>(statement: Sql) => (await run(statement)).rows as Row[],
    maybeOne,
    one: async <Row extends object>(statement: Sql) => {
      const row = await maybeOne<Row>(statement);
      if (row === null) throw new CardinalityError(`One row was expected, none came: ${statement.text}`);
      return row;
    },
    run: async (statement) => (await run(statement)).rowCount ?? 0,
  };
}

const preparedNames = new Map<string, string>();
const preparedNamesMax = 2_000;

/** The name under which a statement is prepared, once per connection. Texts come from code, so there are few of them. */
function preparedName(text: string): string | undefined {
  let name = preparedNames.get(text);
  if (name === undefined) {
    if (preparedNames.size >= preparedNamesMax) return undefined;
    name = createHash('sha1').update(text).digest('base64url');
    preparedNames.set(text, name);
  }
  return name;
}

/** Runs a statement on a client as a prepared one, and names its errors. */
export async function runOn(client: ClientBase, statement: Sql): Promise<Answer> {
  const { text } = statement;
  const name = preparedName(text);
  try {
    return await client.query({ text, values: statement.values as unknown[], ...(name === undefined ? {} : { name }) });
  } catch (error) {
    throw nameDatabaseError(error);
  }
}
