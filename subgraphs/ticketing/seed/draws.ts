import { createHash } from 'node:crypto';
import { demoFan, type World } from '@games/demonstration';
import type { Transaction } from '@games/postgres';
import { drawOrder, hashOf, hashOfEntries } from '../src/domain/draws/drawOrder.ts';
import { slotOf } from '../src/domain/draws/slots.ts';
import { insertDraw, insertDrawnEntries } from './sql/draws.ts';
import { phaseIdOf } from './sql/phases.ts';

const drawCode = 'DRAW-PACKS';
const otherEntrants = 499;
const beaconSource = 'drand quicknet, round 14290000';
const slotPlan = { firstOpensAtMs: Date.parse('2027-04-09T10:00:00-07:00'), slotHours: 48, slotSize: 20 };

/** The draw that has been held: its record can be replayed by anybody, and the demonstration's fan is in it. */
export async function seedDraws(tx: Transaction, world: World): Promise<void> {
  const phaseId = await phaseIdOf(tx, drawCode);
  const seed = hex(`${world.seed} seed of ${drawCode}`);
  const beaconValue = hex(`${world.seed} beacon of ${drawCode}`);
  const fans = [demoFan.subject, ...Array.from({ length: otherEntrants }, (_, index) => `entrant-${index + 1}`)];
  const fanOf = new Map(fans.map((fanId) => [hex(`${world.seed} entry of ${fanId}`).slice(0, 32), fanId]));
  const order = drawOrder([...fanOf.keys()], seed, beaconValue);
  const drawId = await insertDraw(tx, {
    code: drawCode,
    phaseId,
    seed,
    seedHash: hashOf(seed),
    beaconSource,
    beaconValue,
    entriesCount: order.length,
    entriesHash: hashOfEntries(order),
    closedAt: '2027-03-19T00:05:00-07:00',
    drawnAt: '2027-03-25T12:00:00-07:00',
  });
  const entries = order.map((entry, index) => {
    const slot = slotOf(index + 1, slotPlan);
    return {
      entry,
      fanId: fanOf.get(entry) as string,
      position: index + 1,
      opensAt: new Date(slot.opensAtMs),
      closesAt: new Date(slot.closesAtMs),
    };
  });
  await insertDrawnEntries(tx, drawId, entries);
}

const hex = (text: string): string => createHash('sha256').update(text).digest('hex');
