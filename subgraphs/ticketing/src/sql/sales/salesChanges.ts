import { sql, type Transaction } from '@games/postgres';
import type { PhaseRow } from './sales.ts';

/** A phase of sale as staff states it. */
export interface PhaseToStore extends Omit<PhaseRow, 'id' | 'names' | 'allocationId' | 'allocationScope'> {
  /** In English. */
  readonly name: string;
}

/** What the draw of a phase goes by. */
export type PhaseOfDraw = Pick<
  PhaseToStore,
  'kind' | 'opensAt' | 'registrationOpensAt' | 'registrationClosesAt' | 'slotHours' | 'noticeHours' | 'slotSize'
>;

/** A phase whose draw is announced, locked; null when there is none. */
export function lockPhaseOfDraw(tx: Transaction, code: string): Promise<PhaseOfDraw | null> {
  return tx.maybeOne(sql`
    select kind, opens_at as "opensAt", registration_opens_at as "registrationOpensAt",
      registration_closes_at as "registrationClosesAt", slot_hours as "slotHours", notice_hours as "noticeHours",
      slot_size as "slotSize"
    from sales_phase f where code = ${code} and exists (select from draw d where d.phase_id = f.id) for update`);
}

/** Makes a phase or changes the one of its code; returns its number. Throws CheckViolation when it contradicts itself. */
export async function upsertPhase(tx: Transaction, phase: PhaseToStore, allocationId: number): Promise<number> {
  const { id } = await tx.one<{ id: number }>(sql`
    insert into sales_phase as f (code, names, kind, opens_at, closes_at, registration_opens_at, registration_closes_at,
      slot_hours, notice_hours, slot_size, countries, pack_sessions_min, account_cap, session_cap, categories,
      allocation_id, waiting_room)
    values (${phase.code}, jsonb_build_object('en', ${phase.name}::text), ${phase.kind}, ${phase.opensAt},
      ${phase.closesAt}, ${phase.registrationOpensAt}, ${phase.registrationClosesAt}, ${phase.slotHours},
      ${phase.noticeHours}, ${phase.slotSize}, ${phase.countries}, ${phase.packSessionsMin}, ${phase.accountCap},
      ${phase.sessionCap}, ${phase.categories}, ${allocationId}, ${phase.waitingRoom})
    on conflict (code) do update set names = f.names || excluded.names, kind = excluded.kind,
      opens_at = excluded.opens_at, closes_at = excluded.closes_at,
      registration_opens_at = excluded.registration_opens_at,
      registration_closes_at = excluded.registration_closes_at, slot_hours = excluded.slot_hours,
      notice_hours = excluded.notice_hours, slot_size = excluded.slot_size, countries = excluded.countries,
      pack_sessions_min = excluded.pack_sessions_min, account_cap = excluded.account_cap,
      session_cap = excluded.session_cap, categories = excluded.categories, allocation_id = excluded.allocation_id,
      waiting_room = excluded.waiting_room
    returning id`);
  return id;
}

/** Says which sessions are on sale in a phase. Returns how many of the codes there are. */
export async function updatePhaseSessions(
  tx: Transaction,
  phaseId: number,
  sessionCodes: readonly string[],
): Promise<number> {
  await tx.run(sql`delete from sales_phase_session where phase_id = ${phaseId}`);
  return tx.run(sql`
    insert into sales_phase_session (phase_id, session_id)
    select ${phaseId}, id from ticketed_session where code = any(${sessionCodes}::text[])`);
}

/** Codes of the categories that have a price in one of the sessions. */
export async function selectCategoriesOfSessions(
  tx: Transaction,
  sessionCodes: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.many<{ code: string }>(sql`
    select distinct c.code from ticketed_session s
    join session_price p on p.session_id = s.id
    join plan_category c on c.plan_id = s.plan_id and c.category_no = p.category_no
    where s.code = any(${sessionCodes}::text[])`);
  return new Set(rows.map(({ code }) => code));
}

/** Rules to be changed; what is undefined stays. */
export interface RulesToSet {
  readonly accountCap?: number | undefined;
  readonly sessionCap?: number | undefined;
  readonly ceremonyCap?: number | undefined;
  readonly holdSeconds?: number | undefined;
  readonly paymentSeconds?: number | undefined;
  readonly returnHours?: number | null | undefined;
  readonly resaleSellerFeeBp?: number | undefined;
  readonly resaleBuyerFeeBp?: number | undefined;
}

/** Changes the rules of all sales. Throws CheckViolation when one is out of bounds. */
export async function updateRules(tx: Transaction, rules: RulesToSet): Promise<void> {
  await tx.run(sql`
    update sales_rules set
      account_cap = coalesce(${rules.accountCap ?? null}, account_cap),
      session_cap = coalesce(${rules.sessionCap ?? null}, session_cap),
      ceremony_cap = coalesce(${rules.ceremonyCap ?? null}, ceremony_cap),
      hold_seconds = coalesce(${rules.holdSeconds ?? null}, hold_seconds),
      payment_seconds = coalesce(${rules.paymentSeconds ?? null}, payment_seconds),
      return_hours = case when ${rules.returnHours !== undefined} then ${rules.returnHours ?? null} else return_hours end,
      resale_seller_fee_bp = coalesce(${rules.resaleSellerFeeBp ?? null}, resale_seller_fee_bp),
      resale_buyer_fee_bp = coalesce(${rules.resaleBuyerFeeBp ?? null}, resale_buyer_fee_bp)`);
}
