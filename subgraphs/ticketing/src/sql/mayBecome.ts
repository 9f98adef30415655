import { type Sql, sql } from '@games/postgres';
import { type Lifecycle, statesBefore } from '../domain/lifecycle.ts';

/** The guard of an update: that a row is in a state from which its lifecycle leads to `next`. */
export function mayBecome<State extends string>(
  lifecycle: Lifecycle<State>,
  next: NoInfer<State>,
  column: Sql = sql`state`,
): Sql {
  return sql`${column} in (${sql.join(statesBefore(lifecycle, next).map(sql.literal))})`;
}
