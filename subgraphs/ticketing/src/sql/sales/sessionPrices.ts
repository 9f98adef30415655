import { type Queryable, sql } from '@games/postgres';

/** Face values of a session's categories in minor units. */
export function selectPricesOfSession(
  db: Queryable,
  sessionId: number,
): Promise<{ readonly categoryNo: number; readonly priceMinor: bigint }[]> {
  return db.many(sql`
    select category_no as "categoryNo", price_minor as "priceMinor" from session_price where session_id = ${sessionId}`);
}
