import { type Queryable, sql } from '@games/postgres';
import { keyset, type Page } from '@games/subgraph';

export type DeliveryState = 'QUEUED' | 'SENDING' | 'DELIVERED' | 'FAILED' | 'CANCELLED';

export interface DeliveryRow {
  readonly id: string;
  readonly assetId: string;
  readonly rendition: string;
  readonly holder: string;
  readonly destination: string;
  readonly state: DeliveryState;
  readonly requestedAt: Date;
  readonly finishedAt: Date | null;
  readonly bytesSent: bigint;
  readonly failure: string | null;
}

const columns = sql`
  d.id, d.asset_id as "assetId", d.rendition, d.holder, d.destination, d.state, d.requested_at as "requestedAt",
  d.finished_at as "finishedAt", d.bytes_sent as "bytesSent", d.failure`;

export function selectDeliveries(db: Queryable, ids: readonly string[]): Promise<DeliveryRow[]> {
  return db.many(sql`select ${columns} from delivery d where d.id = any(${ids})`);
}

/** One page of deliveries, the latest first; `holder` null means to anybody. */
export function selectDeliveryPage(
  db: Queryable,
  filter: { readonly holder: string | null; readonly state: DeliveryState | null },
  page: Page,
): Promise<DeliveryRow[]> {
  const { where, orderBy, limit } = keyset(page, [
    { expression: sql`d.requested_at`, type: sql`timestamptz`, descending: true },
    { expression: sql`d.id`, type: sql`text`, descending: true },
  ]);
  const conditions = [
    where,
    ...(filter.holder === null ? [] : [sql`d.holder = ${filter.holder}`]),
    ...(filter.state === null ? [] : [sql`d.state = ${filter.state}`]),
  ];
  return db.many(sql`
    select ${columns} from delivery d where ${sql.join(conditions, sql` and `)} order by ${orderBy} limit ${limit}`);
}
