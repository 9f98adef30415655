import { type Sql, sql } from '@games/postgres';

/** All names that code tables give a code, as one object by language: a part of a select list. */
export function namesOf(codeSet: string, code: Sql): Sql {
  return sql`(
    select coalesce(jsonb_object_agg(name.key, name.value), '{}')
    from code_item item, jsonb_each(item.names) name
    where item.code_set = ${codeSet} and item.code = ${code})`;
}
