import { rscPrefix, truncateRsc } from '@games/odf';
import { sql, type Transaction } from '@games/postgres';

/** Results system codes that messages name, by level. */
export interface NamedCodes {
  readonly events?: Iterable<string>;
  readonly phases?: Iterable<string>;
  readonly units?: Iterable<string>;
}

/** Makes the codes known, each with the levels above it. What is known stays known; what is shown follows from the facts. */
export async function insertStructure(tx: Transaction, named: NamedCodes): Promise<void> {
  const units = [...new Set(named.units ?? [])].sort();
  const phases = [...new Set([...(named.phases ?? []), ...units.map((code) => truncateRsc(code, 'phase'))])].sort();
  const events = [...new Set([...(named.events ?? []), ...phases.map((code) => truncateRsc(code, 'event'))])].sort();
  if (events.length === 0) return;
  await tx.run(sql`
    insert into event (code, discipline_code)
    select * from unnest(${events}::text[], ${events.map((code) => rscPrefix(code, 'discipline'))}::text[])
    on conflict do nothing`);
  if (phases.length === 0) return;
  await tx.run(sql`
    insert into phase (code, event_code)
    select * from unnest(${phases}::text[], ${phases.map((code) => truncateRsc(code, 'event'))}::text[])
    on conflict do nothing`);
  if (units.length === 0) return;
  await tx.run(sql`
    insert into unit (code, phase_code, event_code, discipline_code)
    select * from unnest(
      ${units}::text[],
      ${units.map((code) => truncateRsc(code, 'phase'))}::text[],
      ${units.map((code) => truncateRsc(code, 'event'))}::text[],
      ${units.map((code) => rscPrefix(code, 'discipline'))}::text[])
    on conflict do nothing`);
}
