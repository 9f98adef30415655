import { type Queryable, sql } from '@games/postgres';
import { type Page, pageOfEach } from '@games/subgraph';

export interface PickupPointRow {
  readonly id: string;
  readonly location: string;
  readonly venueCode: string;
  readonly market: string;
  readonly name: string;
  readonly directions: string;
  readonly utcOffsetMinutes: number;
}

const columns = sql`
  pp.id, pp.location, pp.venue_code as "venueCode", pp.market, pp.name, pp.directions,
  pp.utc_offset_minutes as "utcOffsetMinutes"`;

export function selectPickupPoints(db: Queryable, ids: readonly string[]): Promise<PickupPointRow[]> {
  return db.many(sql`select ${columns} from pickup_point pp where pp.id = any(${ids})`);
}

/** The stands of each venue, at most 20 of each. */
export function selectPickupPointsOfVenues(db: Queryable, venues: readonly string[]): Promise<PickupPointRow[]> {
  return db.many(sql`
    select listed.* from unnest(${venues}::text[]) as owner(code) cross join lateral (
      select ${columns} from pickup_point pp where pp.venue_code = owner.code order by pp.id limit 20
    ) listed`);
}

export interface PickupSlotRow {
  readonly pickupPoint: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly capacity: number;
  readonly taken: number;
  readonly utcOffsetMinutes: number;
}

/** One page of the slots of each stand that end after a moment. */
export function selectSlotsOfPoints(
  db: Queryable,
  points: readonly string[],
  filter: { readonly from: Date; readonly openOnly: boolean },
  page: Page,
): Promise<PickupSlotRow[]> {
  const order = [{ expression: sql`ps.starts_at`, type: sql`timestamptz` }];
  const hasCapacity = filter.openOnly ? sql`ps.taken < ps.capacity` : sql`true`;
  return db.many(
    pageOfEach(points, page, order, {
      columns: sql`
        ps.pickup_point as "pickupPoint", ps.starts_at as "startsAt", ps.ends_at as "endsAt", ps.capacity, ps.taken,
        pp.utc_offset_minutes as "utcOffsetMinutes"`,
      from: sql`pickup_slot ps join pickup_point pp on pp.id = ps.pickup_point`,
      where: sql`ps.pickup_point = o.key and ps.ends_at > ${filter.from} and ${hasCapacity}`,
    }),
  );
}

export interface PickupStockRow {
  readonly pickupPoint: string;
  readonly sku: string;
  readonly quantity: number;
  readonly position: number;
}

/** One page of what can be had at each stand, as the store arranges its products. */
export function selectStockOfPoints(db: Queryable, points: readonly string[], page: Page): Promise<PickupStockRow[]> {
  const order = [
    { expression: sql`p.position`, type: sql`integer` },
    { expression: sql`s.sku`, type: sql`text` },
  ];
  return db.many(
    pageOfEach(points, page, order, {
      columns: sql`pp.id as "pickupPoint", s.sku, s.on_hand - s.held as quantity, p.position`,
      from: sql`
        pickup_point pp join stock s on s.location = pp.location
        join variant v on v.sku = s.sku join product p on p.id = v.product_id`,
      where: sql`pp.id = o.key and s.on_hand > s.held and p.state = 'ACTIVE'`,
    }),
  );
}
