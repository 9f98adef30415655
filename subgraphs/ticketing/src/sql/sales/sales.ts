import { type Queryable, sql } from '@games/postgres';

/** Limits over all phases. */
export interface SalesRulesRow {
  readonly accountCap: number;
  readonly sessionCap: number;
  readonly ceremonyCap: number;
  readonly holdSeconds: number;
  readonly paymentSeconds: number;
  /** Hours before a session up to which its tickets can be returned; null: not at all. */
  readonly returnHours: number | null;
  readonly resaleSellerFeeBp: number;
  readonly resaleBuyerFeeBp: number;
}

export interface PhaseRow {
  readonly id: number;
  readonly code: string;
  readonly names: Readonly<Record<string, string>>;
  readonly kind: 'DRAW' | 'FIRST_COME' | 'PRESALE';
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly registrationOpensAt: Date | null;
  readonly registrationClosesAt: Date | null;
  readonly slotHours: number | null;
  readonly noticeHours: number | null;
  readonly slotSize: number | null;
  readonly countries: readonly string[] | null;
  readonly packSessionsMin: number;
  readonly accountCap: number | null;
  readonly sessionCap: number | null;
  readonly categories: readonly string[] | null;
  readonly allocationId: number;
  /** The scope that buying from the phase's allocation needs; null for the public's. */
  readonly allocationScope: string | null;
  readonly waitingRoom: boolean;
}

const phaseColumns = sql`
  f.id, f.code, f.names, f.kind, f.opens_at as "opensAt", f.closes_at as "closesAt",
  f.registration_opens_at as "registrationOpensAt", f.registration_closes_at as "registrationClosesAt",
  f.slot_hours as "slotHours", f.notice_hours as "noticeHours", f.slot_size as "slotSize", f.countries,
  f.pack_sessions_min as "packSessionsMin", f.account_cap as "accountCap", f.session_cap as "sessionCap", f.categories,
  f.allocation_id as "allocationId", a.scope as "allocationScope", f.waiting_room as "waitingRoom"`;
const phaseFrom = sql`from sales_phase f join allocation a on a.id = f.allocation_id`;

export function selectSalesRules(db: Queryable): Promise<SalesRulesRow> {
  return db.one(sql`
    select account_cap as "accountCap", session_cap as "sessionCap", ceremony_cap as "ceremonyCap",
      hold_seconds as "holdSeconds", payment_seconds as "paymentSeconds",
      return_hours as "returnHours",
      resale_seller_fee_bp as "resaleSellerFeeBp", resale_buyer_fee_bp as "resaleBuyerFeeBp"
    from sales_rules`);
}

/** All phases, in the order of opening. */
export function selectPhases(db: Queryable): Promise<PhaseRow[]> {
  return db.many(sql`select ${phaseColumns} ${phaseFrom} order by f.opens_at, f.id`);
}

export function selectPhasesByIds(db: Queryable, ids: readonly number[]): Promise<PhaseRow[]> {
  return db.many(sql`select ${phaseColumns} ${phaseFrom} where f.id = any(${ids}::integer[])`);
}

/** Phases of sessions, once for each session, in the order of opening. */
export function selectPhasesOfSessions(
  db: Queryable,
  sessionIds: readonly number[],
): Promise<(PhaseRow & { readonly sessionId: number })[]> {
  return db.many(sql`
    select ${phaseColumns}, x.session_id as "sessionId" ${phaseFrom} join sales_phase_session x on x.phase_id = f.id
    where x.session_id = any(${sessionIds}::integer[]) order by f.opens_at, f.id`);
}
