import { type Queryable, type Sql, sql } from '@games/postgres';
import { keyset, type Page } from '@games/subgraph';
import type { Grant } from '../../domain/rights/decideRights.ts';

/** What rights are asked about, and where: a clip of an asset, or an asset. The code is that of what it shows, or empty. */
export interface RightsSubject {
  /** Names the subject in the answer. */
  readonly key: string;
  readonly clipId: string | null;
  readonly assetId: string | null;
  readonly code: string;
  readonly territory: string;
}

export interface ScopeRow {
  readonly codePrefix: string | null;
  readonly assetId: string | null;
  readonly clipId: string | null;
}

export interface GrantRow extends Grant {
  readonly scopes: readonly ScopeRow[];
}

const grantColumns = sql`
  g.id, g.effect, g.basis, g.holder, g.exclusive, g.starts_at as "startsAt", g.ends_at as "endsAt",
  g.delay_seconds as "delaySeconds", g.revoked_at as "revokedAt",
  array(select p.platform from rights_grant_platform p where p.grant_id = g.id order by p.platform) as platforms,
  (select coalesce(jsonb_agg(
      jsonb_build_object('measure', q.measure, 'period', q.period, 'limit', q.limit_value)
      order by q.measure, q.period), '[]')
    from rights_quota q where q.grant_id = g.id) as limits`;

const scopeColumns = sql`
  (select jsonb_agg(
      jsonb_build_object('codePrefix', s.code_prefix, 'assetId', s.asset_id, 'clipId', s.clip_id) order by s.position)
    from rights_grant_scope s where s.grant_id = g.id) as scopes`;

/** A grant's territories are those of its sets, less those of the sets that it excludes. `territory` is an expression. */
const coversTerritory = (territory: Sql) => sql`
  exists (
    select from rights_grant_territory t join territory_set_member m on m.set_code = t.set_code
    where t.grant_id = g.id and m.territory = ${territory} and not t.excluded)
  and not exists (
    select from rights_grant_territory t join territory_set_member m on m.set_code = t.set_code
    where t.grant_id = g.id and m.territory = ${territory} and t.excluded)`;

/** For each subject, every grant that covers it in its territory, whatever the grant's platforms and window. */
export function selectGrantsFor(
  db: Queryable,
  subjects: readonly RightsSubject[],
): Promise<(Grant & { readonly subject: string })[]> {
  const types = { key: 'text', clipId: 'text', assetId: 'text', code: 'text', territory: 'text' };
  return db.many(sql`
    with subject as (
      select * from ${sql.rows('asked', subjects, types)}
    ), in_territory as materialized (
      select asked_territory.territory, ${grantColumns}
      from (select distinct territory from subject) asked_territory
        join rights_grant g on ${coversTerritory(sql`asked_territory.territory`)}
    )
    select subject.key as subject, g.*
    from subject join in_territory g on g.territory = subject.territory and exists (
      select from rights_grant_scope s
      where s.grant_id = g.id
        and (starts_with(subject.code, s.code_prefix) or s.asset_id = subject.asset_id or s.clip_id = subject.clip_id)
    )`);
}

export function selectGrants(db: Queryable, ids: readonly string[]): Promise<GrantRow[]> {
  return db.many(sql`select ${grantColumns}, ${scopeColumns} from rights_grant g where g.id = any(${ids})`);
}

/** One page of grants by id; `holder` null means any holder's. */
export function selectGrantPage(
  db: Queryable,
  filter: { readonly holder: string | null; readonly territory: string | null },
  page: Page,
): Promise<GrantRow[]> {
  const { where, orderBy, limit } = keyset(page, [{ expression: sql`g.id`, type: sql`text` }]);
  const conditions = [
    where,
    ...(filter.holder === null ? [] : [sql`g.holder = ${filter.holder}`]),
    ...(filter.territory === null ? [] : [coversTerritory(sql`${filter.territory}`)]),
  ];
  return db.many(sql`
    select ${grantColumns}, ${scopeColumns} from rights_grant g
    where ${sql.join(conditions, sql` and `)} order by ${orderBy} limit ${limit}`);
}

export interface GrantTerritoryRow {
  readonly grantId: string;
  readonly territory: string;
}

export function selectTerritoriesOfGrants(db: Queryable, grantIds: readonly string[]): Promise<GrantTerritoryRow[]> {
  return db.many(sql`
    select t.grant_id as "grantId", m.territory
    from rights_grant_territory t join territory_set_member m on m.set_code = t.set_code
    where t.grant_id = any(${grantIds})
    group by t.grant_id, m.territory having not bool_or(t.excluded)
    order by t.grant_id, m.territory`);
}

export interface HolderRow {
  readonly code: string;
  readonly name: string;
  readonly kind: 'BROADCASTER' | 'NEWS_AGENCY' | 'ORGANISER';
  readonly country: string;
}

export function selectHolders(db: Queryable, codes: readonly string[]): Promise<HolderRow[]> {
  return db.many(sql`select code, name, kind, country from rights_holder where code = any(${codes})`);
}

/** Who holds a permission that is not revoked in a territory, by name. */
export function selectHoldersInTerritory(db: Queryable, territory: string, now: Date): Promise<HolderRow[]> {
  return db.many(sql`
    select h.code, h.name, h.kind, h.country from rights_holder h
    where exists (
      select from rights_grant g
      where g.holder = h.code and g.effect = 'PERMISSION' and (g.revoked_at is null or g.revoked_at > ${now})
        and (g.ends_at is null or g.ends_at > ${now}) and ${coversTerritory(sql`${territory}`)})
    order by h.name, h.code limit 250`);
}
