import { type Queryable, sql } from '@games/postgres';
import { type KeysetColumn, keyset, type Page } from '@games/subgraph';

export interface OrganisationRow {
  readonly code: string;
  readonly note: string | null;
  readonly country: string | null;
  readonly names: readonly { readonly language: string; readonly name: string; readonly longName: string | null }[];
}

const columns = sql`
  o.code, o.note, o.country, coalesce((
    select jsonb_agg(jsonb_build_object('language', n.language, 'name', n.name, 'longName', n.long_name) order by n.language)
    from organisation_name n where n.organisation_code = o.code), '[]') as names`;

export async function selectOrganisations(
  db: Queryable,
  codes: readonly string[],
): Promise<readonly OrganisationRow[]> {
  return db.many<OrganisationRow>(sql`select ${columns} from organisation o where o.code = any(${codes}::text[])`);
}

const byCode: readonly KeysetColumn[] = [{ expression: sql`o.code`, type: sql`text` }];

/** A page of organisations in the order of their codes. `note` null lists those of which the code table says nothing. */
export async function selectOrganisationPage(
  db: Queryable,
  filter: { readonly note?: string | null },
  page: Page,
): Promise<readonly OrganisationRow[]> {
  const { where, orderBy, limit } = keyset(page, byCode);
  const { note } = filter;
  const noted = note === undefined ? sql`true` : sql`o.note is not distinct from ${note}`;
  return db.many<OrganisationRow>(sql`
    select ${columns} from organisation o where ${noted} and ${where} order by ${orderBy} limit ${limit}`);
}

export interface FunctionRow {
  readonly code: string;
  readonly category: string | null;
  readonly names: readonly { readonly language: string; readonly name: string }[];
}

export async function selectFunctions(db: Queryable, codes: readonly string[]): Promise<readonly FunctionRow[]> {
  return db.many<FunctionRow>(sql`
    select function_code as code, max(category) as category,
      jsonb_agg(jsonb_build_object('language', language, 'name', name) order by language) as names
    from function_name where function_code = any(${codes}::text[]) group by function_code`);
}
