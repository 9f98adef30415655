import type { World } from '@games/demonstration';
import type { Database } from '@games/postgres';
import { numberPlan } from '../src/domain/seating/numberPlan.ts';
import { insertPlans } from '../src/sql/seating/insertPlans.ts';
import { insertSessions } from '../src/sql/sessions/insertSessions.ts';
import { seedDraws } from './draws.ts';
import { seedPhases } from './phases.ts';
import { layoutOf, type PlanLayout } from './planLayout.ts';
import { seedPurchases } from './purchases.ts';
import { type SeededSession, toSessionDraft } from './sessions.ts';
import { seedSoldElsewhere } from './soldElsewhere.ts';
import { draftVenuePlan } from './venuePlan.ts';

export type Progress = (done: number, total: number) => void;

/** Units of work after the venues: sessions, phases and draws, what is sold, purchases. */
const stepsAfterVenues = 20;

/** Fills an empty database with ticketing's part of the demonstration Games, in one transaction. */
export async function seed(database: Database, world: World, progress: Progress): Promise<void> {
  const total = world.venues.length + stepsAfterVenues;
  let done = 0;
  const advance = (by: number): void => {
    done += by;
    progress(done, total);
  };
  await database.transaction(async (tx) => {
    const layouts = new Map<string, PlanLayout>();
    for (const venue of world.venues) {
      const plan = numberPlan(draftVenuePlan(venue));
      await insertPlans(tx, [plan]);
      layouts.set(venue.code, layoutOf(plan));
      advance(1);
    }
    const ids = await insertSessions(tx, world.ticketedSessions.map(toSessionDraft));
    const sessions = world.ticketedSessions.map(
      (session): SeededSession => ({
        ...session,
        id: ids.get(session.code) as number,
        layout: layouts.get(session.venue) as PlanLayout,
      }),
    );
    advance(2);
    await seedPhases(tx, sessions);
    await seedDraws(tx, world);
    advance(2);
    const free = await seedSoldElsewhere(tx, world, sessions, (share) => progress(done + share * 14, total));
    advance(14);
    await seedPurchases(tx, world, sessions, free);
    advance(2);
  });
}
