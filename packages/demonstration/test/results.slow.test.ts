import { createWorld } from '@games/demonstration';
import { describe, expect, test } from '@jest/globals';
import { compare } from '../src/results/order.ts';
import { simulateEvent } from '../src/results/simulateEvent.ts';
import type { EventStory } from '../src/results/story.ts';

const world = createWorld({ scale: 'full' });
const stories = world.events.map((event) => simulateEvent(world, event.code));
const ofKind = (kind: string): EventStory[] => stories.filter(({ event }) => event.spec.format.kind === kind);

describe('results', () => {
  test('the same event is told the same way each time, whatever else is told in between', () => {
    const again = createWorld({ scale: 'full' });
    for (const code of ['ATHM100M--------------------------', 'BOXW57KG--------------------------']) {
      const twice = simulateEvent(again, code);
      const once = stories.find((story) => story.event.code === code);
      expect(twice.units.map(plain)).toEqual(once?.units.map(plain));
    }
  });

  test('everybody who competes is entered, and nobody twice in a unit', () => {
    for (const { event, units } of stories) {
      const entered = new Set(world.draw.get(event.code));
      for (const { lines } of units) {
        expect(new Set(lines.map((line) => line.entry)).size).toBe(lines.length);
        for (const { entry } of lines) expect(entered.has(entry)).toBe(true);
      }
    }
  });

  test('ranks follow the marks: who is better is not behind, who is equal shares', () => {
    for (const { lines } of ofKind('RANKED').flatMap((story) => story.units)) {
      lines.forEach((line, i) => {
        const next = lines[i + 1];
        if (next === undefined) return;
        expect(compare(line, next)).toBeLessThanOrEqual(0);
        if (line.key !== null && line.key === next.key) expect(next.rank).toBe(line.rank);
      });
    }
  });

  test('who has no mark has a reason and no rank', () => {
    for (const { lines } of stories.flatMap((story) => story.units)) {
      for (const line of lines) if (line.irm !== null) expect(line.rank).toBeNull();
    }
  });

  test('exactly those who qualified start in the next round', () => {
    for (const { event, units } of ofKind('RANKED')) {
      event.phases.slice(1).forEach((phase, i) => {
        const before = units.filter((unit) => unit.phase === event.phases[i]).flatMap((unit) => unit.lines);
        const now = units.filter((unit) => unit.phase === phase).flatMap((unit) => unit.lines);
        const qualified = before.filter((line) => line.qualified !== null).map((line) => line.entry);
        expect(new Set(now.map((line) => line.entry))).toEqual(new Set(qualified));
        expect(qualified.length).toBeLessThanOrEqual(phase.round.units * phase.round.size);
      });
    }
  });

  test('in a bracket each match is between those whom the matches before sent there', () => {
    for (const { bracket, units } of ofKind('DUEL')) {
      const byCode = new Map(units.map((unit) => [unit.unit.code, unit]));
      for (const item of bracket) {
        for (const place of item.places) {
          if (place.from === null) continue;
          const before = byCode.get(place.from.unit)?.lines.find((line) => line.outcome === place.from?.outcome);
          expect(place.entry).toBe(before?.entry);
        }
        if (item.unit === null) continue;
        const starters = byCode.get(item.unit)?.lines.map((line) => line.entry);
        expect(new Set(starters)).toEqual(new Set(item.places.map((place) => place.entry)));
      }
    }
  });

  test('a bracket of two bronzes awards two, all others one of each unless there is a tie', () => {
    for (const { event, medals, units } of stories) {
      const kinds = medals.map((medal) => medal.type);
      const { format } = event.spec;
      if (format.kind === 'DUEL') {
        expect(kinds).toEqual(
          format.bronze === 'MATCH' ? ['GOLD', 'SILVER', 'BRONZE'] : ['GOLD', 'SILVER', 'BRONZE', 'BRONZE'],
        );
        continue;
      }
      const tied = units.at(-1)?.lines.some((line) => line.rankEqual && (line.rank ?? 9) <= 3);
      if (!tied) expect(kinds).toEqual(['GOLD', 'SILVER', 'BRONZE']);
    }
  });

  test('the ranking of an event begins with its medals and names everybody once', () => {
    for (const { event, lists, medals } of stories) {
      const ranking = lists.find((list) => list.kind === 'RANKING');
      const lines = ranking?.lines ?? [];
      expect(new Set(lines.map((line) => line.entry)).size).toBe(lines.length);
      expect(lines.length).toBeLessThanOrEqual(event.spec.entries);
      const first = lines.slice(0, medals.length).map((line) => line.entry);
      expect(new Set(first)).toEqual(new Set(medals.map((medal) => medal.entry)));
    }
  });

  test('in a pool victories and defeats, goals for and against are equal in number', () => {
    for (const { lists, event } of ofKind('DUEL')) {
      for (const phase of event.phases.filter(({ pool }) => pool !== null)) {
        const last = lists.filter((list) => list.kind === 'POOL' && list.code === phase.code).at(-1);
        const pools = last?.lines.map((line) => line.pool) ?? [];
        const sum = (of: 'won' | 'lost' | 'scored' | 'conceded' | 'tied') =>
          pools.reduce((total, pool) => total + (pool?.[of] ?? 0), 0);
        expect(sum('won')).toBe(sum('lost'));
        expect(sum('scored')).toBe(sum('conceded'));
        expect(sum('tied') % 2).toBe(0);
        for (const pool of pools) expect(pool?.played).toBe(phase.round.size - 1);
      }
    }
  });

  test('a record is better than the one before it in the same event', () => {
    const set = ofKind('RANKED').map((story) =>
      story.units.flatMap((unit) => unit.lines.filter((line) => line.records.some((record) => record.type === 'WR'))),
    );
    expect(set.flat().length).toBeGreaterThan(0);
    for (const lines of set) {
      const keys = lines.map((line) => Math.round(line.key ?? 0));
      expect(keys).toEqual(keys.toSorted((a, b) => b - a));
    }
  });

  test('the Games have what makes results hard: ties, shared medals, those who do not start, finish or stay in', () => {
    const lines = stories.flatMap((story) => story.units.flatMap((unit) => unit.lines));
    expect(new Set(lines.map((line) => line.irm))).toEqual(new Set([null, 'DNS', 'DNF', 'DSQ', 'NM']));
    expect(lines.some((line) => line.rankEqual)).toBe(true);
    expect(
      stories.some(
        (story) => story.medals.filter((medal) => medal.type === 'BRONZE').length > 2 || story.medalsBefore !== null,
      ),
    ).toBe(true);
  });

  test('a corrected final takes a medal away and gives it to the next', () => {
    const corrected = stories.filter((story) => story.medalsBefore !== null);
    expect(corrected.length).toBeGreaterThan(2);
    const changed = corrected.filter(({ medals, medalsBefore }) =>
      medals.some((medal, i) => medal.entry !== medalsBefore?.[i]?.entry),
    );
    expect(changed.length).toBeGreaterThan(0);
  });
});

const plain = (unit: EventStory['units'][number]) => ({
  code: unit.unit.code,
  lines: unit.lines.map(({ entry, ...line }) => ({ ...line, code: entry.members.map((member) => member.code) })),
});
