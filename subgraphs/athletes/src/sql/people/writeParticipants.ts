import { sql, type Transaction } from '@games/postgres';
import type { ParticipantRecord, Sourced } from '../../domain/feed/records.ts';

const rowsPerStatementMax = 2_000;

/**
 * Writes what the list of a discipline says of people.
 * @param named the codes that are spoken of, or null when the list is written as a whole (who is not on it leaves it).
 */
export async function writeParticipations(
  tx: Transaction,
  discipline: string,
  people: readonly Sourced<ParticipantRecord>[],
  named: readonly string[] | null,
): Promise<void> {
  const left = await tx.many<{ code: string }>(sql`
    delete from participation
    where discipline_code = ${discipline} and (${named === null} or participant_code = any(${named ?? []}::text[]))
    returning participant_code as code`);
  for (let start = 0; start < people.length; start += rowsPerStatementMax) {
    await insertParticipations(tx, discipline, people.slice(start, start + rowsPerStatementMax));
  }
  const touched = new Set([...left.map((row) => row.code), ...people.map((person) => person.record.code)]);
  await refreshParticipants(tx, [...touched]);
}

async function insertParticipations(
  tx: Transaction,
  discipline: string,
  people: readonly Sourced<ParticipantRecord>[],
): Promise<void> {
  const rows = people.map(({ record, messageId, writtenAt }) => ({
    code: record.code,
    person: record.person,
    federationId: record.federationId,
    bib: record.bib,
    events: record.events,
    messageId: String(messageId),
    writtenAt,
  }));
  await tx.run(sql`
    with given as (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as g(
        "code" text, "person" jsonb, "federationId" text, "bib" text, "events" json, "messageId" bigint, "writtenAt" timestamp)
    ), placed as (
      insert into participation (discipline_code, participant_code, person, federation_id, bib, written_at, message_id)
      select ${discipline}, "code", "person", "federationId", "bib", "writtenAt", "messageId" from given
    )
    insert into registered_event (discipline_code, participant_code, event_code, bib, status, class, entries)
    select ${discipline}, given."code", e."eventCode", e."bib", e."status", e."class", e."entries"
    from given cross join lateral json_to_recordset(given."events") as e(
      "eventCode" text, "bib" text, "status" text, "class" text, "entries" jsonb)`);
}

/** Brings the people in line with their participations: the latest written description of each is the one that shows. */
async function refreshParticipants(tx: Transaction, codes: readonly string[]): Promise<void> {
  await tx.run(sql`
    delete from participant p where code = any(${codes}::text[])
      and not exists (select from participation where participant_code = p.code)`);
  await tx.run(sql`
    insert into organisation (code, is_described)
    select distinct person->>'organisationCode', false from participation where participant_code = any(${codes}::text[])
    on conflict do nothing`);
  await tx.run(sql`
    insert into participant (
      code, parent_code, is_current, is_athlete, status, given_name, family_name, print_name, print_initial_name,
      tv_name, tv_initial_name, tv_family_name, local_given_name, local_family_name, gender, organisation_code,
      nationality, birth_date, height_cm, function_code, message_id)
    select distinct on (p.participant_code)
      p.participant_code, d."parentCode", d."isCurrent", d."isAthlete", d."status", d."givenName", d."familyName",
      d."printName", d."printInitialName", d."tvName", d."tvInitialName", d."tvFamilyName", d."localGivenName",
      d."localFamilyName", d."gender", d."organisationCode", d."nationality", d."birthDate", d."heightCm",
      d."functionCode", p.message_id
    from participation p cross join lateral jsonb_to_record(p.person) as d(
      "parentCode" text, "isCurrent" boolean, "isAthlete" boolean, "status" text, "givenName" text, "familyName" text,
      "printName" text, "printInitialName" text, "tvName" text, "tvInitialName" text, "tvFamilyName" text,
      "localGivenName" text, "localFamilyName" text, "gender" text, "organisationCode" text, "nationality" text,
      "birthDate" date, "heightCm" smallint, "functionCode" text)
    where p.participant_code = any(${codes}::text[])
    order by p.participant_code, p.written_at desc, p.discipline_code
    on conflict (code) do update set
      parent_code = excluded.parent_code, is_current = excluded.is_current, is_athlete = excluded.is_athlete,
      status = excluded.status, given_name = excluded.given_name, family_name = excluded.family_name,
      print_name = excluded.print_name, print_initial_name = excluded.print_initial_name, tv_name = excluded.tv_name,
      tv_initial_name = excluded.tv_initial_name, tv_family_name = excluded.tv_family_name,
      local_given_name = excluded.local_given_name, local_family_name = excluded.local_family_name,
      gender = excluded.gender, organisation_code = excluded.organisation_code, nationality = excluded.nationality,
      birth_date = excluded.birth_date, height_cm = excluded.height_cm, function_code = excluded.function_code,
      message_id = excluded.message_id`);
  await refreshNames(tx, codes);
}

/** Brings the words that are searched in line with the names of the people. */
async function refreshNames(tx: Transaction, codes: readonly string[]): Promise<void> {
  const words = sql`
    select p.code, word from participant p cross join lateral unnest(string_to_array(p.search_text, ' ')) as word
    where p.code = any(${codes}::text[])`;
  await tx.run(sql`delete from participant_name where participant_code = any(${codes}::text[])`);
  await tx.run(sql`insert into name_word (word) select distinct word from (${words}) as named on conflict do nothing`);
  await tx.run(sql`insert into participant_name (participant_code, word) select code, word from (${words}) as named`);
}

/** Forgets the words that are in nobody's name any more. */
export async function deleteUnusedWords(tx: Transaction): Promise<void> {
  await tx.run(sql`
    delete from name_word w where not exists (select from participant_name n where n.word = w.word)`);
}
