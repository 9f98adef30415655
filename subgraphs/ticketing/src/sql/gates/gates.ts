import { type Queryable, sql, type Transaction } from '@games/postgres';

export interface GateRow {
  readonly id: number;
  readonly code: string;
  readonly venueCode: string;
  readonly name: string;
}

export interface DeviceRow {
  readonly id: string;
  readonly gateId: number;
  readonly name: string;
  readonly publicKey: string;
  readonly enrolledAt: Date;
  readonly revokedAt: Date | null;
  readonly lastSeenAt: Date | null;
}

const gateColumns = sql`id, code, venue_code as "venueCode", name`;
const deviceColumns = sql`id, gate_id as "gateId", name, public_key as "publicKey", enrolled_at as "enrolledAt",
  revoked_at as "revokedAt", last_seen_at as "lastSeenAt"`;

/** Gates, of one venue or of all, in the order of their codes; 1,000 at most. */
export function selectGates(db: Queryable, venueCode: string | null): Promise<GateRow[]> {
  return db.many<GateRow>(sql`
    select ${gateColumns} from gate where ${venueCode}::text is null or venue_code = ${venueCode}
    order by venue_code, code limit 1000`);
}

export function selectGatesByIds(db: Queryable, ids: readonly number[]): Promise<GateRow[]> {
  return db.many<GateRow>(sql`select ${gateColumns} from gate where id = any(${ids}::integer[])`);
}

export function selectGate(db: Queryable, code: string): Promise<GateRow | null> {
  return db.maybeOne<GateRow>(sql`select ${gateColumns} from gate where code = ${code}`);
}

/** Stores a gate, or gives the gate with this code its new name. Null when the code is a gate's of another venue. */
export function upsertGate(db: Queryable, gate: Omit<GateRow, 'id'>): Promise<GateRow | null> {
  return db.maybeOne<GateRow>(sql`
    insert into gate (code, venue_code, name) values (${gate.code}, ${gate.venueCode}, ${gate.name})
    on conflict (code) do update set name = excluded.name where gate.venue_code = excluded.venue_code
    returning ${gateColumns}`);
}

export async function insertEnrolment(
  db: Queryable,
  enrolment: {
    readonly codeHash: string;
    readonly gateId: number;
    readonly createdBy: string;
    readonly lifeMs: number;
  },
): Promise<Date> {
  const { expiresAt } = await db.one<{ expiresAt: Date }>(sql`
    insert into gate_enrolment (code_hash, gate_id, created_by, expires_at)
    values (${enrolment.codeHash}, ${enrolment.gateId}, ${enrolment.createdBy},
            now() + ${enrolment.lifeMs} * interval '1 millisecond')
    returning expires_at as "expiresAt"`);
  return expiresAt;
}

/** Uses an enrolment up. Returns the gate it lets into; null when the code is wrong, used or too old. */
export async function updateEnrolmentUsed(tx: Transaction, codeHash: string): Promise<number | null> {
  const row = await tx.maybeOne<{ gateId: number }>(sql`
    update gate_enrolment set used_at = now()
    where code_hash = ${codeHash} and used_at is null and expires_at > now() returning gate_id as "gateId"`);
  return row?.gateId ?? null;
}

export async function insertDevice(
  tx: Transaction,
  device: Pick<DeviceRow, 'id' | 'gateId' | 'name' | 'publicKey'>,
): Promise<void> {
  await tx.run(sql`
    insert into gate_device (id, gate_id, name, public_key)
    values (${device.id}, ${device.gateId}, ${device.name}, ${device.publicKey})`);
}

export function selectDevice(db: Queryable, id: string): Promise<DeviceRow | null> {
  return db.maybeOne<DeviceRow>(sql`select ${deviceColumns} from gate_device where id = ${id}`);
}

export function selectDevicesByIds(db: Queryable, ids: readonly string[]): Promise<DeviceRow[]> {
  return db.many<DeviceRow>(sql`select ${deviceColumns} from gate_device where id = any(${ids}::uuid[])`);
}

export function selectDevicesOfGates(db: Queryable, gateIds: readonly number[]): Promise<DeviceRow[]> {
  return db.many<DeviceRow>(sql`
    select ${deviceColumns} from gate_device where gate_id = any(${gateIds}::integer[]) order by enrolled_at, id`);
}

/** Notes that a device has spoken, once a minute at most: it speaks with every scan. */
export async function updateDeviceSeen(db: Queryable, id: string): Promise<void> {
  await db.run(sql`
    update gate_device set last_seen_at = now()
    where id = ${id} and (last_seen_at is null or last_seen_at < now() - interval '1 minute')`);
}

/** Ends a device's rights. Returns it, or null when there is none. */
export function updateDeviceRevoked(db: Queryable, id: string): Promise<DeviceRow | null> {
  return db.maybeOne<DeviceRow>(sql`
    update gate_device set revoked_at = coalesce(revoked_at, now()) where id = ${id} returning ${deviceColumns}`);
}
