import { createWorld, games, seatsOf, type World } from '@games/demonstration';
import { isRsc, rscLevel, truncateRsc } from '@games/odf';
import { beforeAll, describe, expect, test } from '@jest/globals';

describe.each(['full', 'small'] as const)('the Games at %s scale', (scale) => {
  let world: World;
  beforeAll(() => {
    world = createWorld({ scale });
  });

  test('every code is unique among its kind', () => {
    const kinds = [
      world.organisations,
      world.venues,
      world.disciplines,
      world.events,
      world.phases,
      world.units,
      world.competitionSessions,
      world.ticketedSessions,
      [...world.athletes, ...world.coaches],
      world.teams,
    ];
    for (const items of kinds) expect(new Set(items.map((item) => item.code)).size).toBe(items.length);
  });

  test('events, phases and units have codes of 34 characters at their level, each inside the one above', () => {
    for (const event of world.events) {
      expect(isRsc(event.code) && rscLevel(event.code)).toBe('event');
      expect(event.code.slice(0, 4)).toBe(event.discipline + event.gender);
    }
    for (const phase of world.phases) {
      expect(isRsc(phase.code) && rscLevel(phase.code)).toBe('phase');
      expect(truncateRsc(phase.code, 'event')).toBe(phase.event);
    }
    for (const unit of world.units) {
      expect(isRsc(unit.code) && rscLevel(unit.code)).toBe('unit');
      expect(truncateRsc(unit.code, 'phase')).toBe(unit.phase);
    }
  });

  test('every reference leads somewhere', () => {
    const organisations = codesOf(world.organisations);
    const disciplines = codesOf(world.disciplines);
    const events = codesOf(world.events);
    const phases = codesOf(world.phases);
    const units = codesOf(world.units);
    const venues = codesOf(world.venues);
    const locations = codesOf(world.venues.flatMap((venue) => venue.locations));
    const sessions = codesOf(world.competitionSessions);
    const athletes = codesOf(world.athletes);
    const coaches = codesOf(world.coaches);
    const teams = codesOf(world.teams);
    const missing: string[] = [];
    const need = (known: ReadonlySet<string>, code: string, of: string): void => {
      if (!known.has(code)) missing.push(`${of} names ${code}`);
    };
    for (const event of world.events) {
      need(disciplines, event.discipline, event.code);
      for (const phase of event.phases) need(phases, phase, event.code);
    }
    for (const phase of world.phases) for (const unit of phase.units) need(units, unit, phase.code);
    for (const unit of world.units) {
      need(venues, unit.venue, unit.code);
      need(locations, unit.location, unit.code);
      need(sessions, unit.session, unit.code);
      need(events, unit.event, unit.code);
    }
    for (const session of [...world.competitionSessions, ...world.ticketedSessions]) {
      need(venues, session.venue, session.code);
      for (const unit of session.units) need(units, unit, session.code);
    }
    for (const athlete of world.athletes) {
      need(organisations, athlete.organisation, athlete.code);
      need(organisations, athlete.birthCountry, athlete.code);
      need(disciplines, athlete.discipline, athlete.code);
      for (const event of athlete.events) need(events, event, athlete.code);
    }
    for (const team of world.teams) {
      need(events, team.event, team.code);
      for (const member of team.members) need(athletes, member, team.code);
      if (team.coach !== null) need(coaches, team.coach, team.code);
    }
    for (const entry of world.entries) {
      need(events, entry.event, entry.code);
      need(entry.competitor === 'TEAM' ? teams : athletes, entry.code, entry.event);
    }
    expect(missing).toEqual([]);
  });

  test('every unit is in one competition session and in one ticketed session, which admit to nothing else', () => {
    const competition = world.competitionSessions.flatMap((session) => session.units).sort();
    const ticketed = world.ticketedSessions.flatMap((session) => session.units).sort();
    const units = world.units.map((unit) => unit.code).sort();
    expect(competition).toEqual(units);
    expect(ticketed).toEqual(units);
  });

  test('ticketed sessions are another grouping than competition sessions', () => {
    const groups = new Set(world.competitionSessions.map((session) => session.units.join()));
    const different = world.ticketedSessions.filter((session) => !groups.has(session.units.join()));
    expect(different.length).toBeGreaterThan(world.ticketedSessions.length / 10);
  });

  test('nobody is on a place of competition while another unit is', () => {
    const shared = new Set(
      [...world.plans.values()].filter((plan) => plan.spec.sharedQualification !== undefined).map((plan) => plan.code),
    );
    const ends = new Map<string, string>();
    for (const unit of world.units) {
      if (shared.has(unit.event) && unit.code.slice(22, 26) === 'QUAL') continue;
      expect(unit.start >= (ends.get(unit.location) ?? '')).toBe(true);
      ends.set(unit.location, unit.end);
    }
  });

  test('rounds of an event follow each other', () => {
    const units = new Map(world.units.map((unit) => [unit.code, unit]));
    for (const event of world.plans.values()) {
      let before = '';
      let index = -1;
      let latest = '';
      for (const phase of event.phases) {
        if (phase.roundIndex !== index) {
          before = latest;
          index = phase.roundIndex;
        }
        for (const { code } of phase.units) {
          expect((units.get(code)?.start ?? '') >= before).toBe(true);
          if ((units.get(code)?.end ?? '') > latest) latest = units.get(code)?.end ?? '';
        }
      }
    }
  });

  test('a competition day runs past midnight and keeps its date', () => {
    for (const unit of world.units) expect(games.days).toContain(unit.logicalDate);
    const late = world.units.filter((unit) => unit.end.slice(0, 10) > unit.logicalDate);
    if (scale === 'full') expect(late.length).toBeGreaterThan(0);
    for (const unit of late) expect(unit.end.slice(11, 16) < '03:00').toBe(true);
  });

  test('a seat is counted by its place, has one number in its row and wheelchairs have companions beside them', () => {
    for (const venue of world.venues) {
      let seats = 0;
      for (const block of venue.seating.blocks) {
        const inBlock = [...seatsOf(block)];
        expect(new Set(inBlock.map((seat) => `${seat.row} ${seat.number}`)).size).toBe(inBlock.length);
        inBlock.forEach((seat, i) => {
          if (seat.kind === 'WHEELCHAIR') expect(inBlock[i + 1]).toMatchObject({ kind: 'COMPANION', row: seat.row });
        });
        if (block.kind === 'SEATED') expect(inBlock.length).toBe(block.capacity);
        seats += block.capacity;
      }
      expect(seats).toBe(venue.seating.capacity);
      expect(new Set(venue.seating.blocks.map((block) => block.code)).size).toBe(venue.seating.blocks.length);
    }
  });

  test('every ticketed session has a price for each category of its venue, the dearest first', () => {
    const venues = new Map(world.venues.map((venue) => [venue.code, venue]));
    for (const { venue, prices } of world.ticketedSessions) {
      expect(prices.map((price) => price.category)).toEqual(venues.get(venue)?.categories);
      const cents = prices.map((price) => price.usdCents);
      expect(cents).toEqual(cents.toSorted((a, b) => b - a));
    }
  });

  test('names have their printed forms', () => {
    for (const { givenName, familyName, printName, tvName } of world.athletes) {
      expect(printName).toBe(`${familyName.toUpperCase()} ${givenName}`);
      expect(tvName).toBe(`${givenName} ${familyName.toUpperCase()}`);
    }
  });
});

describe('the size of the Games', () => {
  test('the full Games have the counts that are promised', () => {
    const world = createWorld({ scale: 'full' });
    expect(world.organisations.length).toBe(206);
    expect(new Set(world.athletes.map((athlete) => athlete.organisation)).size).toBe(206);
    expect(world.disciplines.length).toBe(32);
    expect(world.events.length).toBe(329);
    expect(world.venues.length).toBe(35);
    expect(world.ticketedSessions.length).toBe(760);
    expect(games.days.length).toBe(17);
    expect(world.athletes.length).toBeGreaterThan(10_500);
    expect(world.athletes.length).toBeLessThan(11_200);
    const seated = world.venues.flatMap((venue) => venue.seating.blocks).filter((block) => block.kind === 'SEATED');
    expect(seated.reduce((sum, block) => sum + block.capacity, 0)).toBeGreaterThan(500_000);
  });

  test('the small Games have every kind of thing that the full ones have', () => {
    const world = createWorld({ scale: 'small' });
    expect(world.disciplines.length).toBe(6);
    expect(world.events.length).toBe(24);
    expect(world.venues.length).toBe(5);
    expect(world.ticketedSessions.length).toBe(40);
    expect(new Set([...world.plans.values()].map((plan) => plan.spec.format.kind))).toEqual(
      new Set(['RANKED', 'SERIES', 'DUEL']),
    );
    expect(new Set(world.phases.map((phase) => phase.kind))).toEqual(
      new Set(['QUALIFICATION', 'POOL', 'KNOCKOUT', 'SERIES', 'FINAL']),
    );
  });

  test('another seed gives other people in the same programme', () => {
    const one = createWorld({ scale: 'small' });
    const other = createWorld({ scale: 'small', seed: 'another' });
    expect(other.units).toEqual(one.units);
    expect(other.athletes.map((athlete) => athlete.printName)).not.toEqual(
      one.athletes.map((athlete) => athlete.printName),
    );
  });
});

const codesOf = (items: readonly { readonly code: string }[]): ReadonlySet<string> =>
  new Set(items.map((item) => item.code));
