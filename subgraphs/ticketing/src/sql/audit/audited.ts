import { type Queryable, type Sql, sql } from '@games/postgres';

/** What breaks an invariant: the global id or name of the thing, and what is wrong with it. */
export interface AuditOffender {
  readonly subject: string;
  readonly detail: string;
}

/** One thing that must always be true of what is sold. */
export interface InvariantQuery {
  readonly name: string;
  /** The rule in a sentence. */
  readonly rule: string;
  /** How many things it is true of, as `count`. */
  readonly checked: Sql;
  /** What breaks it, as `subject` and `detail`. */
  readonly offenders: Sql;
}

export interface AuditScope {
  /** Work that is under way is not a fault before it is this old. */
  readonly graceSeconds: number;
}

/** Offenders of an invariant, bounded. */
export function selectOffenders(db: Queryable, invariant: InvariantQuery, limit: number): Promise<AuditOffender[]> {
  return db.many(sql`
    select subject, detail from (${invariant.offenders}) as offender order by subject, detail limit ${limit}`);
}

export async function selectCheckedCount(db: Queryable, invariant: InvariantQuery): Promise<number> {
  const { count } = await db.one<{ count: number }>(sql`select (${invariant.checked})::integer as count`);
  return count;
}

/**
 * What each order has issued: tickets that are its own still, and those that its fan has sold on to others since. Its value
 * is what was asked for them.
 */
export const issued = sql`
  select order_id, count(*) as tickets_count, sum(price_minor) as value_minor
  from (
    select order_id, price_minor from ticket
    union all
    select seller_order_id, face_minor from resale_listing where state = 'SOLD'
  ) t group by order_id`;

export const orderId = (expression: Sql): Sql => sql`'tor_' || ${expression}`;
export const sessionId = (expression: Sql): Sql => sql`'tse_' || ${expression}`;
