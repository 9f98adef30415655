import { sql, type Transaction } from '@games/postgres';

/** A phase of sale to be stored; moments are ISO 8601. */
export interface PhaseSeed {
  readonly code: string;
  readonly names: Readonly<Record<string, string>>;
  readonly kind: 'DRAW' | 'FIRST_COME' | 'PRESALE';
  readonly opensAt: string;
  readonly closesAt: string;
  readonly registrationOpensAt: string | null;
  readonly registrationClosesAt: string | null;
  readonly slotHours: number | null;
  readonly noticeHours: number | null;
  readonly slotSize: number | null;
  readonly countries: readonly string[] | null;
  readonly packSessionsMin: number;
  readonly waitingRoom: boolean;
}

/** Stores a phase for these sessions; returns its number. */
export async function insertPhase(tx: Transaction, phase: PhaseSeed, sessionIds: readonly number[]): Promise<number> {
  const { id } = await tx.one<{ id: number }>(sql`
    insert into sales_phase (code, names, kind, opens_at, closes_at, registration_opens_at, registration_closes_at,
      slot_hours, notice_hours, slot_size, countries, pack_sessions_min, waiting_room)
    values (${phase.code}, ${JSON.stringify(phase.names)}, ${phase.kind}, ${phase.opensAt}, ${phase.closesAt},
      ${phase.registrationOpensAt}, ${phase.registrationClosesAt}, ${phase.slotHours}, ${phase.noticeHours},
      ${phase.slotSize}, ${phase.countries}, ${phase.packSessionsMin}, ${phase.waitingRoom})
    returning id`);
  await tx.run(sql`
    insert into sales_phase_session (phase_id, session_id) select ${id}, unnest(${sessionIds}::integer[])`);
  return id;
}

/** The number of a phase. */
export async function phaseIdOf(tx: Transaction, code: string): Promise<number> {
  const { id } = await tx.one<{ id: number }>(sql`select id from sales_phase where code = ${code}`);
  return id;
}
