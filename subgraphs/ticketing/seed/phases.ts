import type { Transaction } from '@games/postgres';
import type { SeededSession } from './sessions.ts';
import { insertPhase, type PhaseSeed } from './sql/phases.ts';

/** Sessions that go on sale only in the evening of the demonstration's clock, through the waiting room. */
const lateReleaseCount = 8;

/** The sale as the demonstration tells it: two draws, a presale, the open sale, and a late release this evening. */
export async function seedPhases(tx: Transaction, sessions: readonly SeededSession[]): Promise<void> {
  const late = lateReleases(sessions);
  const inOpenSale = sessions.filter((session) => !late.includes(session));
  for (const phase of phases) {
    await insertPhase(
      tx,
      phase,
      inOpenSale.map(({ id }) => id),
    );
  }
  await insertPhase(
    tx,
    lateRelease,
    late.map(({ id }) => id),
  );
}

/** The dearest sessions of the last days: what everybody has waited for. */
function lateReleases(sessions: readonly SeededSession[]): readonly SeededSession[] {
  const price = ({ prices }: SeededSession): number => Math.max(...prices.map(({ usdCents }) => usdCents));
  return sessions
    .filter((session) => session.kind === 'SPORT' && session.logicalDate >= '2028-07-24')
    .toSorted((a, b) => price(b) - price(a) || (a.code < b.code ? -1 : 1))
    .slice(0, lateReleaseCount);
}

const none = {
  registrationOpensAt: null,
  registrationClosesAt: null,
  slotHours: null,
  noticeHours: null,
  slotSize: null,
  countries: null,
  packSessionsMin: 1,
  waitingRoom: false,
};

const phases: readonly PhaseSeed[] = [
  {
    ...none,
    code: 'DRAW-PACKS',
    names: { en: 'Draw 1: packs of three sessions', fr: 'Tirage 1 : packs de trois sessions' },
    kind: 'DRAW',
    registrationOpensAt: '2027-01-14T07:00:00-08:00',
    registrationClosesAt: '2027-03-18T23:59:59-07:00',
    opensAt: '2027-04-09T10:00:00-07:00',
    closesAt: '2027-04-30T23:59:59-07:00',
    slotHours: 48,
    noticeHours: 48,
    slotSize: 20,
    packSessionsMin: 3,
  },
  {
    ...none,
    code: 'PRESALE-LOCAL',
    names: { en: 'Presale for residents', fr: 'Prévente pour les résidents' },
    kind: 'PRESALE',
    opensAt: '2027-09-01T10:00:00-07:00',
    closesAt: '2027-09-14T23:59:59-07:00',
    countries: ['US'],
  },
  {
    ...none,
    code: 'OPEN',
    names: { en: 'Open sale', fr: 'Vente ouverte' },
    kind: 'FIRST_COME',
    opensAt: '2028-03-01T10:00:00-07:00',
    closesAt: '2028-07-30T23:59:59-07:00',
  },
];

const lateRelease: PhaseSeed = {
  ...none,
  code: 'LATE-RELEASE',
  names: { en: 'Late release of the finals', fr: 'Mise en vente tardive des finales' },
  kind: 'FIRST_COME',
  opensAt: '2028-07-22T20:00:00-07:00',
  closesAt: '2028-07-30T23:59:59-07:00',
  waitingRoom: true,
};
