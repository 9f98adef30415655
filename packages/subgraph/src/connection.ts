import { type Sql, sql } from '@games/postgres';
import { ClientError } from '@games/service';

/** The arguments of a Relay connection. */
export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** One value of a keyset; null only in columns that are ordered with `nulls last` by their expression. */
export type CursorValue = string | number | boolean | null;

/** What a list is asked for, checked. */
export interface Page {
  readonly list: string;
  readonly size: number;
  /** True when the page is the last part of a list (`last`): rows are read in reverse order then. */
  readonly backward: boolean;
  readonly after: readonly CursorValue[] | null;
  readonly before: readonly CursorValue[] | null;
}

export interface Connection<Row> {
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[];
  readonly nodes: readonly Row[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

export const pageSizeDefault = 20;
export const pageSizeMax = 100;
const cursorLengthMax = 1_000;

/**
 * Checks the arguments of a connection. `list` names the list and whatever its order depends on, so that a cursor of
 * another list is refused. Throws ClientError PAGE_TOO_LARGE or INVALID_CURSOR.
 */
export function readPage(args: PageArguments, list: string): Page {
  const { first, last } = args;
  if (first != null && last != null)
    throw new ClientError('BAD_USER_INPUT', 'Ask for `first` or `last`, not for both.');
  const size = first ?? last ?? pageSizeDefault;
  if (size < 1 || size > pageSizeMax) {
    throw new ClientError('PAGE_TOO_LARGE', `A page has from 1 to ${pageSizeMax} entries; ${size} were asked for.`);
  }
  return {
    list,
    size,
    backward: last != null,
    after: args.after == null ? null : decodeCursor(args.after, list),
    before: args.before == null ? null : decodeCursor(args.before, list),
  };
}

/** The cursor of an entry: the name of its list and its position in the order. */
export function encodeCursor(list: string, position: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify([list, ...position])).toString('base64url');
}

function decodeCursor(cursor: string, list: string): readonly CursorValue[] {
  const invalid = () => new ClientError('INVALID_CURSOR', 'This cursor is malformed, or belongs to another list.');
  if (cursor.length > cursorLengthMax) throw invalid();
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw invalid();
  }
  if (!Array.isArray(content) || content[0] !== list) throw invalid();
  const position = content.slice(1) as unknown[];
  if (!position.every((value) => value === null || ['string', 'number', 'boolean'].includes(typeof value)))
    throw invalid();
  return position as CursorValue[];
}

/** A column of the order of a list: the expression, its SQL type, and its direction. */
export interface KeysetColumn {
  readonly expression: Sql;
  /** PostgreSQL type that a cursor's value is cast to, for example `sql\`text\``. */
  readonly type: Sql;
  readonly descending?: boolean;
}

/**
 * The parts of a keyset-paged query: condition, order and limit (one more than the page, to see whether the list goes
 * on). The columns together must be unique and not null. Throws INVALID_CURSOR when a cursor has another shape.
 */
export function keyset(
  page: Page,
  columns: readonly KeysetColumn[],
): { readonly where: Sql; readonly orderBy: Sql; readonly limit: number } {
  const conditions = [
    ...(page.after ? [beyond(columns, page.after, true)] : []),
    ...(page.before ? [beyond(columns, page.before, false)] : []),
  ];
  return {
    where: conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `),
    orderBy: sql.join(
      columns.map(({ expression, descending = false }) =>
        descending === page.backward ? sql`${expression} asc` : sql`${expression} desc`,
      ),
    ),
    limit: page.size + 1,
  };
}

/**
 * The same page of each of several owners' lists, in one statement: the rows of each in the order of the page, with the owner
 * as "ownerKey". `from` and `where` of a list may name its owner as `o.key`.
 */
export function pageOfEach(
  owners: readonly string[],
  page: Page,
  order: readonly KeysetColumn[],
  list: { readonly columns: Sql; readonly from: Sql; readonly where: Sql; readonly keyType?: Sql },
): Sql {
  const { where, orderBy, limit } = keyset(page, order);
  const { columns, from, keyType = sql`text` } = list;
  return sql`
    select o.key as "ownerKey", x.*
    from unnest(${owners}::${keyType}[]) with ordinality as o (key, owner_place)
    cross join lateral (
      select ${columns}, row_number() over (order by ${orderBy}) as place
      from ${from} where ${list.where} and ${where} order by ${orderBy} limit ${limit}
    ) x
    order by o.owner_place, x.place`;
}

/** (a, b) beyond (x, y): a > x or (a = x and b > y), with the direction of each column; a row comparison where all agree. */
function beyond(columns: readonly KeysetColumn[], position: readonly CursorValue[], forward: boolean): Sql {
  if (position.length !== columns.length) {
    throw new ClientError('INVALID_CURSOR', 'This cursor is malformed, or belongs to another list.');
  }
  const values = columns.map((column, index) => sql`${position[index]}::${column.type}`);
  const isGreater = (column: KeysetColumn): boolean => (column.descending ?? false) !== forward;
  const [head] = columns;
  if (head && columns.every((column) => isGreater(column) === isGreater(head))) {
    const left = sql.join(columns.map((column) => column.expression));
    return isGreater(head) ? sql`(${left}) > (${sql.join(values)})` : sql`(${left}) < (${sql.join(values)})`;
  }
  const alternatives = columns.map((column, index) => {
    const equal = columns.slice(0, index).map((before, at) => sql`${before.expression} = ${values[at]}`);
    const further = isGreater(column)
      ? sql`${column.expression} > ${values[index]}`
      : sql`${column.expression} < ${values[index]}`;
    return sql`(${sql.join([...equal, further], sql` and `)})`;
  });
  return sql`(${sql.join(alternatives, sql` or `)})`;
}

/** Puts rows that were read with `keyset` (one more than the page, perhaps reversed) into a connection. */
export function toConnection<Row>(
  rows: readonly Row[],
  page: Page,
  placeOf: (row: Row) => readonly CursorValue[],
): Connection<Row> {
  const hasMore = rows.length > page.size;
  const inPage = rows.slice(0, page.size);
  const nodes = page.backward ? inPage.reverse() : inPage;
  const edges = nodes.map((node) => ({ cursor: encodeCursor(page.list, placeOf(node)), node }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: page.backward ? page.before !== null : hasMore,
      hasPreviousPage: page.backward ? hasMore : page.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
