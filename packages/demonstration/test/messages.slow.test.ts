import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { createWorld, type DemonstrationMessage, odfMessages, odfStream } from '@games/demonstration';
import { childrenOf, documentKey, type OdfElement, parseMessage, writeMessage } from '@games/odf';
import { describe, expect, test } from '@jest/globals';

const world = createWorld({ scale: 'small' });
const until = new Date(world.now);
const messages = [...odfMessages(world, { until })];
const endOfGames = new Date('2028-07-31T06:00:00-07:00');

function hashOf(all: Iterable<DemonstrationMessage>): string {
  const hash = createHash('sha256');
  for (const { xml, at } of all) hash.update(`${at.toISOString()} ${xml}`);
  return hash.digest('hex');
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function* elementsOf(element: OdfElement): Generator<OdfElement> {
  yield element;
  for (const child of element.children) yield* elementsOf(child);
}

describe('the Games told in short', () => {
  test('another process tells them byte for byte alike', () => {
    const script = `
      import { createHash } from 'node:crypto';
      import { createWorld, odfMessages } from '@games/demonstration';
      const world = createWorld({ scale: 'small' });
      const hash = createHash('sha256');
      for (const { xml, at } of odfMessages(world, { until: new Date(world.now) })) hash.update(at.toISOString() + ' ' + xml);
      process.stdout.write(hash.digest('hex'));`;
    const folder = fileURLToPath(new URL('..', import.meta.url));
    const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(printed).toBe(hashOf(messages));
  });

  test('they come in the order of time and nothing comes from the future', () => {
    const times = messages.map((message) => message.at.getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeLessThanOrEqual(until.getTime());
  });

  test('each message is well-formed, with the header and the elements that are said to be in it', () => {
    for (const { xml, header, competition } of messages) {
      const parsed = parseMessage(xml);
      expect(parsed.header).toEqual(header);
      expect(parsed.competition === null).toBe(competition === null);
      if (competition !== null) expect(writeMessage(header, parsed.competition)).toBe(xml);
    }
  });

  test('versions of a document count from 1 without gaps', () => {
    const latest = new Map<string, number>();
    for (const { header } of messages) {
      const key = `${documentKey(header)} ${header.feedFlag}`;
      expect(header.version).toBe((latest.get(key) ?? 0) + 1);
      latest.set(key, header.version);
    }
  });

  test('every competitor is a participant or a team, every unit is in the schedule', () => {
    const people = new Set([...world.athletes, ...world.coaches, ...world.teams].map(({ code }) => code));
    const units = new Set(world.units.map((unit) => unit.code));
    const wrong: string[] = [];
    for (const { competition, header } of messages) {
      if (competition === null) continue;
      for (const { name, attributes } of elementsOf(competition)) {
        const code = attributes.Code ?? '';
        const isPlaceholder = ['TBD', 'BYE', 'NOAWARD'].includes(code);
        if ((name === 'Competitor' || name === 'Athlete') && !isPlaceholder && !people.has(code))
          wrong.push(`${header.documentCode} ${code}`);
        const unit = attributes.Unit;
        if (unit !== undefined && !units.has(unit)) wrong.push(`${header.documentCode} ${unit}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('a result begins with its start list and ends official once it is over', () => {
    const first = new Map<string, string | null>();
    const last = new Map<string, string | null>();
    for (const { header } of messages) {
      if (header.documentType !== 'DT_RESULT' || header.feedFlag === 'T') continue;
      if (!first.has(header.documentCode)) first.set(header.documentCode, header.resultStatus);
      last.set(header.documentCode, header.resultStatus);
    }
    expect(new Set(first.values())).toEqual(new Set(['START_LIST']));
    const over = world.units.filter((unit) => Date.parse(unit.end) < until.getTime() - 4 * 3_600_000);
    for (const unit of over) expect(last.get(unit.code)).toBe('OFFICIAL');
  });

  test('the medal table is the sum of the medallists', () => {
    const ofEvent = new Map<string, OdfElement>();
    let table: OdfElement | null = null;
    for (const { header, competition } of messages) {
      if (header.documentType === 'DT_MEDALLISTS') ofEvent.set(header.documentCode, competition as OdfElement);
      if (header.documentType === 'DT_MEDALS') table = competition;
    }
    const counted: Record<string, number> = {};
    for (const medallists of ofEvent.values()) {
      for (const medal of childrenOf(medallists, 'Medal')) {
        for (const competitor of childrenOf(medal, 'Competitor')) {
          const { Organisation: organisation } = competitor.attributes;
          if (organisation === undefined) continue;
          const key = `${organisation} ${medal.attributes.Code}`;
          counted[key] = (counted[key] ?? 0) + 1;
        }
      }
    }
    const reported: Record<string, number> = {};
    for (const line of [...elementsOf(table as unknown as OdfElement)].filter(({ name }) => name === 'MedalLine')) {
      const total = childrenOf(line, 'MedalNumber').find((number) => number.attributes.Type === 'TOT')?.attributes;
      for (const [code, name] of [
        ['ME_GOLD', 'Gold'],
        ['ME_SILVER', 'Silver'],
        ['ME_BRONZE', 'Bronze'],
      ] as const) {
        const count = Number(total?.[name]);
        if (count > 0) reported[`${line.attributes.Organisation} ${code}`] = count;
      }
    }
    expect(reported).toEqual(counted);
  });

  test('they hold what is rare: a withdrawn start list, a protest, a note, a misprint put right, a test message', () => {
    const results = messages.filter(({ header }) => header.documentType === 'DT_RESULT');
    expect(results.some(({ competition }) => competition === null)).toBe(true);
    expect(results.some(({ header }) => header.resultStatus === 'PROTESTED')).toBe(true);
    expect(results.some(({ header }) => header.feedFlag === 'T')).toBe(true);
    const later = [...odfMessages(world, { until: endOfGames })];
    expect(later.some(({ xml }) => xml.includes('<Note>'))).toBe(true);
    const update = messages.find(({ header }) => header.documentType === 'DT_PARTIC_UPDATE');
    const [participant] = childrenOf(update?.competition as OdfElement, 'Participant');
    const first = messages.find(
      ({ header }) => header.documentType === 'DT_PARTIC' && header.documentCode.startsWith('ATH'),
    );
    const before = childrenOf(first?.competition as OdfElement, 'Participant').find(
      ({ attributes }) => attributes.Code === participant?.attributes.Code,
    );
    expect(before?.attributes.FamilyName).not.toBe(participant?.attributes.FamilyName);
  });

  test('at the end of the Games every event has its medals and every unit that was held is official', () => {
    const all = [...odfMessages(world, { until: endOfGames })];
    const of = (type: string) =>
      new Set(all.filter(({ header }) => header.documentType === type).map(({ header }) => header.documentCode));
    expect(of('DT_MEDALLISTS').size).toBe(world.events.length);
    expect(of('DT_RANKING').size).toBe(world.events.length);
    expect(of('DT_RESULT').size).toBe(world.units.length);
  });
});

describe('the Games told live', () => {
  const evening = [
    ...odfStream(world, { reportedUntil: until, from: until, until: new Date('2028-07-22T23:00:00-07:00') }),
  ];

  test('versions go on where the short telling ended', () => {
    const latest = new Map(messages.map(({ header }) => [documentKey(header) + header.feedFlag, header.version]));
    expect(evening.length).toBeGreaterThan(20);
    for (const { header } of evening) {
      const key = documentKey(header) + header.feedFlag;
      expect(header.version).toBe((latest.get(key) ?? 0) + 1);
      latest.set(key, header.version);
    }
  });

  test('a stretch that is left out is counted: the message is the same whenever the stream begins', () => {
    const from = new Date('2028-07-22T20:30:00-07:00');
    const later = [...odfStream(world, { reportedUntil: until, from, until: new Date('2028-07-22T23:00:00-07:00') })];
    expect(later.map(({ xml }) => xml)).toEqual(evening.filter(({ at }) => at > from).map(({ xml }) => xml));
  });

  test('a unit goes through getting ready, running, finished; its result through live and unofficial to official', () => {
    const unit = 'ATHM800M--------------FNL-000100--';
    const day = [
      ...odfStream(world, {
        reportedUntil: new Date('2028-07-22T06:00:00-07:00'),
        from: new Date('2028-07-22T06:00:00-07:00'),
        until: new Date('2028-07-22T23:00:00-07:00'),
      }),
    ];
    const schedule = day
      .filter(({ header }) => header.documentType === 'DT_SCHEDULE_UPDATE')
      .flatMap(({ competition }) => childrenOf(competition as OdfElement, 'Unit'))
      .filter(({ attributes }) => attributes.Code === unit)
      .map(({ attributes }) => attributes.ScheduleStatus);
    const results = day
      .filter(({ header }) => header.documentType === 'DT_RESULT' && header.documentCode === unit)
      .map(({ header }) => header.resultStatus);
    expect(schedule).toEqual(['GETTING_READY', 'RUNNING', 'FINISHED']);
    expect(results.at(0)).toBe('LIVE');
    expect(results.slice(-2)).toEqual(['UNOFFICIAL', 'OFFICIAL']);
    expect(results).toContain('INTERMEDIATE');
  });

  test('a live score only grows, says what the goals say, and ends as the result', () => {
    const full = createWorld({ scale: 'full' });
    const from = new Date('2028-07-22T17:30:00-07:00');
    const matches = new Map<string, { readonly scores: number[][]; goals: number; final: number[] }>();
    const options = { reportedUntil: from, from, until: new Date('2028-07-22T22:30:00-07:00') };
    for (const { header, competition } of odfStream(full, options)) {
      if (!/^(FBL|HOC|HBL|BKB)/.test(header.documentCode) || competition === null) continue;
      const match = matches.get(header.documentCode) ?? { scores: [], goals: 0, final: [] };
      matches.set(header.documentCode, match);
      const score = childrenOf(competition, 'Result').map(({ attributes }) => Number(attributes.Result));
      if (header.documentType === 'DT_PLAY_BY_PLAY') {
        match.goals = [...elementsOf(competition)].filter(({ name }) => name === 'Action').length;
        expect(match.goals).toBeGreaterThanOrEqual(sumOf(match.scores.at(-1) ?? []));
      } else if (header.documentType === 'DT_RESULT' && ['LIVE', 'INTERMEDIATE'].includes(header.resultStatus ?? '')) {
        match.scores.push(score);
      } else if (header.documentType === 'DT_RESULT' && header.resultStatus === 'OFFICIAL') {
        match.final.push(...score.toSorted((a, b) => a - b));
      }
    }
    const complete = [...matches.values()].filter(({ scores, final }) => scores.length > 5 && final.length === 2);
    expect(complete.length).toBeGreaterThan(2);
    for (const { scores, final, goals } of complete) {
      const totals = scores.map(sumOf);
      expect(totals).toEqual(totals.toSorted((a, b) => a - b));
      expect(totals.at(-1)).toBeLessThanOrEqual(sumOf(final));
      if (goals > 0) expect(goals).toBe(sumOf(final));
    }
  });
});
