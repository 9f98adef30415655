import { createHash } from 'node:crypto';
import { demoFan, type Random, type World } from '@games/demonstration';
import type { Transaction } from '@games/postgres';
import type { SeededSession } from './sessions.ts';
import type { FreeRows } from './soldElsewhere.ts';
import { insertPurchases, type PurchaseSeed } from './sql/purchases.ts';

const otherFans = 240;

/** Orders of this platform itself, with holds, payments and tickets: some of the demonstration's fan, many of others. */
export async function seedPurchases(
  tx: Transaction,
  world: World,
  sessions: readonly SeededSession[],
  free: FreeRows,
): Promise<void> {
  const random = world.random('ticket purchases');
  const onSale = sessions.filter((session) => (free.get(session.id)?.length ?? 0) > 1);
  const usedRows = new Map<number, number>();
  const buy = (fanId: string, session: SeededSession, quantity: number, at: string): PurchaseSeed | null => {
    const row = free.get(session.id)?.[usedRows.get(session.id) ?? 0];
    if (row === undefined) return null;
    usedRows.set(session.id, (usedRows.get(session.id) ?? 0) + 1);
    const standard = Array.from({ length: row.count }, (_, index) => row.firstSeat + index).filter(
      (seatNo) => !row.skipped.has(seatNo),
    );
    const seatNos = standard.slice(0, quantity);
    if (seatNos.length < quantity) return null;
    const id = (kind: string): string => uuidOf(`${world.seed} ${kind} of ${fanId} in ${session.code}`);
    const price = BigInt(session.prices[row.categoryNo - 1]?.usdCents ?? 0);
    return {
      orderId: id('order'),
      holdId: id('hold'),
      ticketIds: seatNos.map((seatNo) => id(`ticket ${seatNo}`)),
      paymentId: `pay_${id('payment').replaceAll('-', '')}`,
      fanId,
      sessionId: session.id,
      categoryNo: row.categoryNo,
      priceMinor: price,
      currency: 'USD',
      seatNos,
      at,
    };
  };
  const purchases = [
    ...sessionsOfDemoFan(onSale, world).map((session, index) =>
      buy(demoFan.subject, session, 2, `2028-03-0${index + 2}T10:0${index}:00-08:00`),
    ),
    ...Array.from({ length: otherFans }, (_, index) =>
      buy(`fan-${String(index + 1).padStart(4, '0')}`, random.pick(onSale), random.whole(1, 4), momentInSale(random)),
    ),
  ];
  await insertPurchases(
    tx,
    purchases.filter((purchase) => purchase !== null),
  );
}

/** One session that is over, one that is on, and some that come, the dearest final among them. */
function sessionsOfDemoFan(sessions: readonly SeededSession[], world: World): readonly SeededSession[] {
  const now = Date.parse(world.now);
  const price = (session: SeededSession): number => session.prices[0]?.usdCents ?? 0;
  const over = sessions.filter((session) => Date.parse(session.end) < now);
  const on = sessions.filter((session) => Date.parse(session.start) <= now && now < Date.parse(session.end));
  const toCome = sessions.filter((session) => Date.parse(session.start) > now);
  const dearest = toCome.toSorted((a, b) => price(b) - price(a) || (a.code < b.code ? -1 : 1));
  return [over.at(-1), on[0], toCome[0], dearest[0], dearest[1]].filter(
    (session, index, all) => session !== undefined && all.indexOf(session) === index,
  ) as SeededSession[];
}

function momentInSale(random: Random): string {
  const start = Date.parse('2028-03-01T10:00:00-08:00');
  return new Date(start + random.whole(0, 130 * 86_400) * 1_000).toISOString();
}

/** A UUID (of version 8: by a method of our own) that is the same whenever the demonstration is made. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
