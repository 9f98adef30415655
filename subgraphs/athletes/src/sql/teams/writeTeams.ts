import { sql, type Transaction } from '@games/postgres';
import type { Sourced, Team, TeamRecord } from '../../domain/feed/records.ts';

/**
 * Writes what the list of a discipline says of teams.
 * @param named the codes that are spoken of, or null when the list is written as a whole.
 */
export async function writeTeams(
  tx: Transaction,
  discipline: string,
  teams: readonly Sourced<TeamRecord & { readonly team: Team }>[],
  named: readonly string[] | null,
): Promise<void> {
  await tx.run(sql`
    delete from team
    where discipline_code = ${discipline} and (${named === null} or code = any(${named ?? []}::text[]))`);
  const rows = JSON.stringify(
    teams.map(({ record, messageId, writtenAt }) => ({
      code: record.code,
      ...record.team,
      members: record.members,
      officials: record.officials,
      messageId: String(messageId),
      writtenAt,
    })),
  );
  await tx.run(sql`
    insert into organisation (code, is_described)
    select distinct "organisationCode", false from json_to_recordset(${rows}::json) as t("organisationCode" text)
    on conflict do nothing`);
  await tx.run(sql`
    insert into team (
      code, discipline_code, organisation_code, number, name, short_name, tv_name, gender, is_current, team_type,
      federation_id, event_code, bib, entries, written_at, message_id)
    select
      "code", ${discipline}, "organisationCode", "number", "name", "shortName", "tvName", "gender", "isCurrent",
      "teamType", "federationId", "eventCode", "bib", "entries", "writtenAt", "messageId"
    from json_to_recordset(${rows}::json) as t(
      "code" text, "organisationCode" text, "number" integer, "name" text, "shortName" text, "tvName" text,
      "gender" text, "isCurrent" boolean, "teamType" text, "federationId" text, "eventCode" text, "bib" text,
      "entries" jsonb, "writtenAt" timestamp, "messageId" bigint)`);
  await tx.run(sql`
    insert into team_member (team_code, participant_code, position, sort_order, bib)
    select t."code", m.value->>'participantCode', m.position, (m.value->>'order')::integer, m.value->>'bib'
    from json_to_recordset(${rows}::json) as t("code" text, "members" json)
      cross join lateral json_array_elements(t."members") with ordinality as m(value, position)`);
  await tx.run(sql`
    insert into team_official (team_code, participant_code, position, sort_order, function_code)
    select t."code", m.value->>'participantCode', m.position, (m.value->>'order')::integer, m.value->>'functionCode'
    from json_to_recordset(${rows}::json) as t("code" text, "officials" json)
      cross join lateral json_array_elements(t."officials") with ordinality as m(value, position)`);
}
