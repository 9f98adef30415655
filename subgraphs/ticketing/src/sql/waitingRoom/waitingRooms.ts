import { type Queryable, sql } from '@games/postgres';

/** How the waiting room of a phase works. */
export interface WaitingRoomRow {
  readonly phaseId: number;
  /** The phase's code: the room's name. */
  readonly room: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly leadMinutes: number;
  readonly admissionsPerMinute: number;
  readonly admissionMinutes: number;
  readonly paused: boolean;
}

const columns = sql`
  f.id as "phaseId", f.code as room, f.opens_at as "opensAt", f.closes_at as "closesAt",
  coalesce(w.lead_minutes, 30) as "leadMinutes", coalesce(w.admissions_per_minute, 2000) as "admissionsPerMinute",
  coalesce(w.admission_minutes, 10) as "admissionMinutes", coalesce(w.paused, false) as paused`;
const from = sql`from sales_phase f left join waiting_room w on w.phase_id = f.id where f.waiting_room`;

/** Rooms of all phases that have one; there are as many as phases. */
export function selectWaitingRooms(db: Queryable): Promise<WaitingRoomRow[]> {
  return db.many<WaitingRoomRow>(sql`select ${columns} ${from} order by f.opens_at, f.id`);
}

export type WaitingRoomSettings = Pick<
  WaitingRoomRow,
  'leadMinutes' | 'admissionsPerMinute' | 'admissionMinutes' | 'paused'
>;

/** Writes how a room works. */
export async function upsertWaitingRoom(db: Queryable, phaseId: number, settings: WaitingRoomSettings): Promise<void> {
  const { leadMinutes, admissionsPerMinute, admissionMinutes, paused } = settings;
  await db.run(sql`
    insert into waiting_room (phase_id, lead_minutes, admissions_per_minute, admission_minutes, paused)
    values (${phaseId}, ${leadMinutes}, ${admissionsPerMinute}, ${admissionMinutes}, ${paused})
    on conflict (phase_id) do update set lead_minutes = excluded.lead_minutes,
      admissions_per_minute = excluded.admissions_per_minute, admission_minutes = excluded.admission_minutes,
      paused = excluded.paused`);
}
