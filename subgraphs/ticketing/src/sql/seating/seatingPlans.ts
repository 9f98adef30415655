import { type Queryable, sql } from '@games/postgres';

export interface PlanRow {
  readonly id: number;
  readonly code: string;
  readonly venueCode: string;
  readonly name: string;
  readonly widthCm: number;
  readonly heightCm: number;
  /** Corners of the field of play in centimetres, where the plan draws one. */
  readonly fieldOutline: readonly (readonly [number, number])[] | null;
  readonly seatsCount: number;
  readonly standingCount: number;
}

export interface CategoryRow {
  readonly planId: number;
  /** Dearest first, from 1. */
  readonly categoryNo: number;
  readonly code: string;
  readonly name: string;
  readonly colour: string;
}

export interface BlockRow {
  readonly planId: number;
  readonly planCode: string;
  readonly blockNo: number;
  readonly code: string;
  readonly name: string;
  readonly kind: 'SEATED' | 'GENERAL_ADMISSION';
  readonly level: number;
  readonly categoryNo: number | null;
  readonly capacity: number;
  readonly outline: readonly (readonly [number, number])[];
}

export interface PlanRowRow {
  readonly planId: number;
  readonly rowNo: number;
  readonly blockNo: number;
  readonly label: string;
  readonly qualityRank: number;
}

/** A seat with what is printed on its row and block. */
export interface PlacedSeat {
  readonly planId: number;
  readonly planCode: string;
  readonly seatNo: number;
  readonly rowNo: number;
  readonly rowLabel: string;
  readonly blockNo: number;
  readonly blockCode: string;
  readonly place: number;
  readonly label: string;
  readonly categoryNo: number;
  readonly kind: 'STANDARD' | 'WHEELCHAIR' | 'COMPANION';
  readonly companionOf: number | null;
  readonly sight: 'RESTRICTED' | 'OBSTRUCTED' | 'SIDE_VIEW' | null;
}

const planColumns = sql`
  id, code, venue_code as "venueCode", name, width_cm as "widthCm", height_cm as "heightCm",
  field_outline as "fieldOutline", seats_count as "seatsCount", standing_count as "standingCount"`;

export function selectPlansByIds(db: Queryable, ids: readonly number[]): Promise<PlanRow[]> {
  return db.many(sql`select ${planColumns} from seating_plan where id = any(${ids}::integer[])`);
}

export function selectPlansByCodes(db: Queryable, codes: readonly string[]): Promise<PlanRow[]> {
  return db.many(sql`select ${planColumns} from seating_plan where code = any(${codes}::text[])`);
}

/** The first plan of each venue: the one that its pages show. */
export function selectPlansOfVenues(db: Queryable, venueCodes: readonly string[]): Promise<PlanRow[]> {
  return db.many(sql`
    select distinct on (venue_code) ${planColumns} from seating_plan
    where venue_code = any(${venueCodes}::text[]) order by venue_code, id`);
}

export function selectCategoriesOfPlans(db: Queryable, planIds: readonly number[]): Promise<CategoryRow[]> {
  return db.many(sql`
    select plan_id as "planId", category_no as "categoryNo", code, name, colour from plan_category
    where plan_id = any(${planIds}::integer[]) order by plan_id, category_no`);
}

/** Blocks of plans, the nearest tier first. */
export function selectBlocksOfPlans(db: Queryable, planIds: readonly number[]): Promise<BlockRow[]> {
  return db.many(sql`
    select b.plan_id as "planId", p.code as "planCode", b.block_no as "blockNo", b.code, b.name, b.kind, b.level,
      b.category_no as "categoryNo", b.capacity, b.outline
    from plan_block b join seating_plan p on p.id = b.plan_id
    where b.plan_id = any(${planIds}::integer[]) order by b.plan_id, b.level, b.block_no`);
}

/** Rows of blocks, given as pairs of plan and block, the nearest to the field of play first. */
export function selectRowsOfBlocks(
  db: Queryable,
  blocks: readonly { readonly planId: number; readonly blockNo: number }[],
): Promise<PlanRowRow[]> {
  return db.many(sql`
    select r.plan_id as "planId", r.row_no as "rowNo", r.block_no as "blockNo", r.label, r.quality_rank as "qualityRank"
    from ${sql.rows('wanted', blocks, { planId: 'integer', blockNo: 'integer' })}
    join plan_row r using (plan_id, block_no) order by r.plan_id, r.row_no`);
}

const seatColumns = sql`
  s.plan_id as "planId", p.code as "planCode", s.seat_no as "seatNo", s.row_no as "rowNo", r.label as "rowLabel",
  r.block_no as "blockNo", b.code as "blockCode", s.place, s.label, s.category_no as "categoryNo", s.kind,
  s.companion_of as "companionOf", s.sight`;
const seatJoins = sql`
  join seating_plan p on p.id = s.plan_id
  join plan_row r on r.plan_id = s.plan_id and r.row_no = s.row_no
  join plan_block b on b.plan_id = s.plan_id and b.block_no = r.block_no`;

/** Seats of rows, given as pairs of plan and row, in the order in which they stand. */
export function selectSeatsOfRows(
  db: Queryable,
  rows: readonly { readonly planId: number; readonly rowNo: number }[],
): Promise<PlacedSeat[]> {
  return db.many(sql`
    select ${seatColumns}
    from ${sql.rows('wanted', rows, { planId: 'integer', rowNo: 'integer' })}
    join seat s using (plan_id, row_no) ${seatJoins} order by s.plan_id, s.row_no, s.place`);
}

/** Seats by pairs of plan and number. */
export function selectSeatsByNos(
  db: Queryable,
  seats: readonly { readonly planId: number; readonly seatNo: number }[],
): Promise<PlacedSeat[]> {
  return db.many(sql`
    select ${seatColumns}
    from ${sql.rows('wanted', seats, { planId: 'integer', seatNo: 'integer' })}
    join seat s using (plan_id, seat_no) ${seatJoins}`);
}
