import type { Database } from '@games/postgres';
import { sql } from '@games/postgres';
import { insertPlans, insertSessions, numberPlan, type PlanDraft } from '@games/ticketing/selling';

const categories = ['FIRST', 'A', 'B', 'C', 'D'];
const blocksPerCategory = 28;
const rowsPerBlock = 20;
const seatsPerRow = 25;

/** Seats of the stadium: 140 blocks of 20 rows of 25. */
export const stadiumSeats = categories.length * blocksPerCategory * rowsPerBlock * seatsPerRow;

function draftStadium(): PlanDraft {
  return {
    code: 'STADIUM',
    venueCode: 'STADIUM',
    name: 'Stadium',
    widthCm: 40_000,
    heightCm: 40_000,
    fieldOutline: null,
    categories: categories.map((code) => ({ code, name: code, colour: '#336699' })),
    blocks: categories.flatMap((category, level) =>
      Array.from({ length: blocksPerCategory }, (_, number) => ({
        code: `${level + 1}${String(number + 1).padStart(2, '0')}`,
        name: `Block ${level + 1}${number + 1}`,
        kind: 'SEATED' as const,
        level: level + 1,
        outline: [],
        category: null,
        capacity: 0,
        rows: Array.from({ length: rowsPerBlock }, (_, row) => ({
          label: String(row + 1),
          quality: level * 1_000_000 + row * 1_000 + number,
          seats: Array.from({ length: seatsPerRow }, (_, place) => ({
            place,
            label: String(place + 1),
            category,
            x: number * 1_400 + place * 50,
            y: level * 2_000 + row * 80,
            kind: 'STANDARD' as const,
            companionOf: null,
            sight: null,
            guid: null,
          })),
        })),
      })),
    ),
  };
}

/** Stores the stadium with sessions of these codes, all on open sale. */
export async function storeStadium(database: Database, codes: readonly string[]): Promise<void> {
  await database.transaction(async (tx) => {
    await insertPlans(tx, [numberPlan(draftStadium())]);
    const ids = await insertSessions(
      tx,
      codes.map((code) => ({
        code,
        planCode: 'STADIUM',
        kind: 'SPORT',
        names: { en: code },
        disciplines: ['ATH'],
        units: [],
        logicalDate: '2028-07-23',
        doorsOpenAt: '2028-07-23T16:00:00-07:00',
        startsAt: '2028-07-23T18:00:00-07:00',
        endsAt: '2028-07-23T21:00:00-07:00',
        ticketsActivateAt: '2028-07-23T06:00:00-07:00',
        utcOffsetMinutes: -420,
        currency: 'USD',
        prices: Object.fromEntries(categories.map((category, index) => [category, BigInt(50_000 - index * 10_000)])),
      })),
    );
    await tx.run(sql`
      insert into sales_phase (code, names, kind, opens_at, closes_at)
      values ('OPEN', '{"en": "Open sale"}', 'FIRST_COME', '2020-01-01', '2040-01-01')`);
    await tx.run(sql`
      insert into sales_phase_session (phase_id, session_id) select 1, unnest(${[...ids.values()]}::integer[])`);
  });
  for (const table of ['seat', 'plan_row', 'ticketed_session']) {
    await database.run(sql`analyze ${sql.identifier(table)}`);
  }
}
