import { sql, type Transaction } from '@games/postgres';
import type { NumberedPlan } from '../../domain/seating/numberPlan.ts';

const chunkBytes = 1 << 16;

/** A field of COPY's text format. */
function field(value: string | number | null): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  return value.replace(
    /[\\\t\n\r]/g,
    (character) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[character] as string,
  );
}

/** Lines of COPY's text format, joined to chunks, as single lines would cost more than the copying. */
export function* copyLines(rows: Iterable<readonly (string | number | null)[]>): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    for (let index = 0; index < row.length; index += 1) {
      chunk += (index === 0 ? '' : '\t') + field(row[index] as string | number | null);
    }
    chunk += '\n';
    if (chunk.length < chunkBytes) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk.length > 0) yield chunk;
}

interface StoredPlan {
  readonly plan: NumberedPlan;
  readonly planId: number;
}

/** Stores new plans with everything in them and returns their numbers by code. A code that exists throws UniqueViolation. */
export async function insertPlans(
  tx: Transaction,
  plans: readonly NumberedPlan[],
): Promise<ReadonlyMap<string, number>> {
  const stored: StoredPlan[] = [];
  for (const plan of plans) stored.push({ plan, planId: await insertPlan(tx, plan) });
  await tx.copyFrom(
    'copy plan_category (plan_id, category_no, code, name, colour) from stdin',
    copyLines(
      stored.flatMap(({ plan, planId }) =>
        plan.categories.map(({ code, name, colour }, index) => [planId, index + 1, code, name, colour]),
      ),
    ),
  );
  await tx.copyFrom(
    'copy plan_block (plan_id, block_no, code, name, kind, level, category_no, capacity, outline) from stdin',
    copyLines(blockLines(stored)),
  );
  await tx.copyFrom(
    'copy plan_block_place (plan_id, block_no, category_no, places_count) from stdin',
    copyLines(blockPlaceLines(stored)),
  );
  await tx.copyFrom(
    'copy plan_row (plan_id, row_no, block_no, label, quality_rank) from stdin',
    copyLines(rowLines(stored)),
  );
  await tx.copyFrom(
    'copy seat (plan_id, seat_no, row_no, place, label, category_no, x, y, kind, companion_of, sight, source_guid) from stdin',
    copyLines(seatLines(stored)),
  );
  return new Map(stored.map(({ plan, planId }) => [plan.code, planId]));
}

async function insertPlan(tx: Transaction, plan: NumberedPlan): Promise<number> {
  const { id } = await tx.one<{ id: number }>(sql`
    insert into seating_plan (code, venue_code, name, width_cm, height_cm, field_outline, seats_count, standing_count)
    values (${plan.code}, ${plan.venueCode}, ${plan.name}, ${plan.widthCm}, ${plan.heightCm},
      ${plan.fieldOutline === null ? null : JSON.stringify(plan.fieldOutline)}, ${plan.seatsCount}, ${plan.standingCount})
    returning id`);
  return id;
}

function* blockLines(stored: readonly StoredPlan[]): Generator<(string | number | null)[]> {
  for (const { plan, planId } of stored) {
    for (const { blockNo, code, name, kind, level, categoryNo, capacity, outline } of plan.blocks) {
      yield [planId, blockNo, code, name, kind, level, categoryNo, capacity, JSON.stringify(outline)];
    }
  }
}

function* blockPlaceLines(stored: readonly StoredPlan[]): Generator<number[]> {
  for (const { plan, planId } of stored) {
    for (const { blockNo, places } of plan.blocks) {
      for (const [categoryNo, count] of places) yield [planId, blockNo, categoryNo, count];
    }
  }
}

function* rowLines(stored: readonly StoredPlan[]): Generator<(string | number)[]> {
  for (const { plan, planId } of stored) {
    for (const { blockNo, rows } of plan.blocks) {
      for (const { rowNo, label, qualityRank } of rows) yield [planId, rowNo, blockNo, label, qualityRank];
    }
  }
}

function* seatLines(stored: readonly StoredPlan[]): Generator<(string | number | null)[]> {
  for (const { plan, planId } of stored) {
    for (const { rows } of plan.blocks) {
      for (const { rowNo, seats } of rows) {
        for (const seat of seats) {
          const { seatNo, place, label, categoryNo, x, y, kind, companionOfNo, sight, guid } = seat;
          yield [planId, seatNo, rowNo, place, label, categoryNo, x, y, kind, companionOfNo, sight, guid];
        }
      }
    }
  }
}
