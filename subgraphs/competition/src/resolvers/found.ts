import { InternalError } from '@games/service';

/** What another row points at is there: the database's constraints say so. Throws InternalError where it is not. */
export function found<Row>(row: Row | null, what: string): Row {
  if (row === null) throw new InternalError(`A ${what} that a row points at is not there.`);
  return row;
}
