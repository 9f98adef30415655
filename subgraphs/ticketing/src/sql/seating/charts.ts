import { type Queryable, sql } from '@games/postgres';

/** A row with all its seats in the order of their places; the lists are numbers with commas, one for each seat. */
export interface ChartRowRow {
  readonly rowNo: number;
  readonly blockNo: number;
  readonly label: string;
  readonly qualityRank: number;
  readonly seatNos: string;
  readonly places: string;
  readonly categories: string;
  /** 0 standard, 1 wheelchair, 2 companion. */
  readonly kinds: string;
  readonly companionsOf: string;
  readonly restricted: string;
  readonly xs: string;
  readonly ys: string;
}

/** All seats of a plan, a row of the answer for each row of the plan: some thousands instead of tens of thousands. */
export function selectChartRows(db: Queryable, planId: number): Promise<ChartRowRow[]> {
  return db.many(sql`
    select r.row_no as "rowNo", r.block_no as "blockNo", r.label, r.quality_rank as "qualityRank",
      string_agg(s.seat_no::text, ',' order by s.seat_no) as "seatNos",
      string_agg(s.place::text, ',' order by s.seat_no) as places,
      string_agg(s.category_no::text, ',' order by s.seat_no) as categories,
      string_agg(case s.kind when 'STANDARD' then '0' when 'WHEELCHAIR' then '1' else '2' end, ','
        order by s.seat_no) as kinds,
      string_agg(coalesce(s.companion_of, 0)::text, ',' order by s.seat_no) as "companionsOf",
      string_agg(case when s.sight is null then '0' else '1' end, ',' order by s.seat_no) as restricted,
      string_agg(s.x::text, ',' order by s.seat_no) as xs,
      string_agg(s.y::text, ',' order by s.seat_no) as ys
    from plan_row r join seat s on s.plan_id = r.plan_id and s.row_no = r.row_no
    where r.plan_id = ${planId} group by r.row_no, r.block_no, r.label, r.quality_rank order by r.row_no`);
}
