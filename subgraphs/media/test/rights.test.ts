import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decideRights, type Grant, platforms, type Question } from '../src/domain/rights/decideRights.ts';

const at = (hour: number): Date => new Date(Date.UTC(2028, 6, 22, hour));
const hour = 3_600;

const question: Question = { platform: 'WEB', at: at(12), holder: null, endedAt: at(10), publishedAt: at(10) };

function grant(id: string, changes: Partial<Grant> = {}): Grant {
  return {
    id,
    effect: 'PERMISSION',
    basis: 'LICENCE',
    holder: id,
    exclusive: false,
    startsAt: at(0),
    endsAt: at(23),
    delaySeconds: 0,
    revokedAt: null,
    platforms: ['WEB', 'APP'],
    limits: [],
    ...changes,
  };
}
const ban = (id: string, changes: Partial<Grant> = {}): Grant =>
  grant(id, { effect: 'PROHIBITION', basis: 'ORGANISER', holder: null, ...changes });

const codes = (changes: Partial<Question>, ...grants: Grant[]) =>
  decideRights({ ...question, ...changes }, grants).reasons.map(({ code }) => code);

describe('one grant', () => {
  test('a grant in force on the platform permits, and says until when', () => {
    const verdict = decideRights(question, [grant('a')]);
    expect(verdict).toMatchObject({ allowed: true, holders: ['a'], availableFrom: at(10), availableUntil: at(23) });
    expect(verdict.reasons).toEqual([{ code: 'PERMITTED', at: at(23), grantId: 'a' }]);
  });

  test('without a grant there is nothing, and nothing to come', () => {
    const verdict = decideRights(question, []);
    expect(verdict).toMatchObject({ allowed: false, holders: [], availableFrom: null, availableUntil: null });
    expect(verdict.reasons).toEqual([{ code: 'NO_GRANT', at: null, grantId: null }]);
  });

  test('each way in which a grant can fall short has its own reason', () => {
    expect(codes({ platform: 'SOCIAL' }, grant('a'))).toEqual(['PLATFORM_NOT_COVERED']);
    expect(codes({}, grant('a', { startsAt: at(13) }))).toEqual(['WINDOW_NOT_OPEN']);
    expect(codes({}, grant('a', { endsAt: at(12) }))).toEqual(['WINDOW_CLOSED']);
    expect(codes({}, grant('a', { delaySeconds: 3 * hour }))).toEqual(['EMBARGOED']);
    expect(codes({}, grant('a', { revokedAt: at(11) }))).toEqual(['REVOKED']);
    expect(codes({ publishedAt: at(13) }, grant('a'))).toEqual(['NOT_PUBLISHED']);
    expect(codes({ publishedAt: null }, grant('a'))).toEqual(['NOT_PUBLISHED']);
  });

  test('a window includes its first moment and excludes its last', () => {
    expect(codes({}, grant('a', { startsAt: at(12) }))).toEqual(['PERMITTED']);
    expect(codes({ at: new Date(at(23).getTime() - 1) }, grant('a'))).toEqual(['PERMITTED']);
    expect(codes({ at: at(23) }, grant('a'))).toEqual(['WINDOW_CLOSED']);
  });

  test('an embargo is counted from the end of the recording, and says when it lifts', () => {
    const verdict = decideRights(question, [grant('a', { delaySeconds: 3 * hour })]);
    expect(verdict.reasons).toEqual([{ code: 'EMBARGOED', at: at(13), grantId: 'a' }]);
    expect(verdict).toMatchObject({ availableFrom: at(13), availableUntil: at(23) });
  });

  test('a grant that will be revoked counts until then', () => {
    const verdict = decideRights(question, [grant('a', { revokedAt: at(15) })]);
    expect(verdict).toMatchObject({ allowed: true, availableUntil: at(15) });
  });
});

describe('several grants', () => {
  test('a prohibition outranks every permission', () => {
    const verdict = decideRights(question, [grant('a', { exclusive: true }), grant('b'), ban('x', { endsAt: at(14) })]);
    expect(verdict.allowed).toBe(false);
    expect(verdict.reasons[0]).toEqual({ code: 'PROHIBITED', at: at(14), grantId: 'x' });
    expect(verdict).toMatchObject({ availableFrom: at(14), availableUntil: at(23) });
  });

  test('a prohibition of one holder leaves the others their rights', () => {
    const grants = [grant('a'), grant('b'), ban('x', { holder: 'a' })];
    expect(decideRights(question, grants)).toMatchObject({ allowed: true, holders: ['b'] });
    expect(decideRights({ ...question, holder: 'a' }, grants).reasons[0]?.code).toBe('PROHIBITED');
  });

  test('a prohibition on another platform, or out of its window, forbids nothing', () => {
    expect(codes({}, grant('a'), ban('x', { platforms: ['SOCIAL'] }))).toEqual(['PERMITTED']);
    expect(codes({}, grant('a'), ban('x', { startsAt: at(13) }))).toEqual(['PERMITTED']);
    expect(codes({}, grant('a'), ban('x', { revokedAt: at(11) }))).toEqual(['PERMITTED']);
  });

  test('an exclusive licence keeps everybody else out, except who reports under news access', () => {
    const licensee = grant('a', { exclusive: true });
    const news = grant('n', { basis: 'NEWS_ACCESS', delaySeconds: hour });
    const organiser = grant('o', { basis: 'ORGANISER' });
    const verdict = decideRights(question, [organiser, news, licensee]);
    expect(verdict).toMatchObject({ allowed: true, holders: ['a', 'n'] });
    expect(decideRights({ ...question, holder: 'o' }, [organiser, licensee]).reasons).toEqual([
      { code: 'EXCLUSIVE_TO_ANOTHER', at: at(23), grantId: 'a' },
    ]);
  });

  test('of two exclusive licences that contradict each other only the one that opened first permits', () => {
    const first = grant('b', { exclusive: true, startsAt: at(1) });
    const second = grant('a', { exclusive: true, startsAt: at(2) });
    expect(decideRights(question, [second, first])).toMatchObject({ allowed: true, holders: ['b'] });
    expect(codes({ holder: 'a' }, first, second)).toEqual(['EXCLUSIVE_TO_ANOTHER']);
    // When the first is over, the second holds.
    expect(codes({ holder: 'a' }, { ...first, endsAt: at(12) }, second)).toEqual(['PERMITTED']);
    const sameStart = [grant('d', { exclusive: true }), grant('c', { exclusive: true })];
    expect(decideRights(question, sameStart).holders).toEqual(['c']);
  });

  test('exclusivity ends where the exclusive grant does: on other platforms and after its window', () => {
    const licensee = grant('a', { exclusive: true, endsAt: at(14), platforms: ['WEB'] });
    const organiser = grant('o', { basis: 'ORGANISER' });
    const asked = { ...question, holder: 'o' };
    expect(decideRights({ ...asked, platform: 'APP' }, [organiser, licensee]).allowed).toBe(true);
    expect(decideRights(asked, [organiser, licensee])).toMatchObject({ allowed: false, availableFrom: at(14) });
  });

  test('the limits of the strongest permission come with the answer', () => {
    const limits = [{ measure: 'SECONDS', period: 'DAY', limit: 360 }] as const;
    const news = grant('n', { basis: 'NEWS_ACCESS', limits });
    expect(decideRights(question, [news]).limits).toEqual(limits);
    expect(decideRights(question, [news, grant('a')]).limits).toEqual([]);
  });

  test('any platform will do when none is named, and each grant tells its best reason when none does', () => {
    expect(decideRights({ ...question, platform: null }, [grant('a', { platforms: ['SOCIAL'] })]).allowed).toBe(true);
    const late = grant('a', { delaySeconds: 9 * hour, platforms: ['SOCIAL'] });
    expect(codes({ platform: null }, late)).toEqual(['EMBARGOED']);
    expect(codes({ platform: null })).toEqual(['NO_GRANT']);
  });
});

describe('whatever the grants', () => {
  const anyGrant: fc.Arbitrary<Grant> = fc
    .record({
      isBan: fc.boolean(),
      holder: fc.constantFrom('a', 'b', 'c'),
      basis: fc.constantFrom('LICENCE', 'NEWS_ACCESS', 'ORGANISER'),
      exclusive: fc.boolean(),
      from: fc.integer({ min: 0, max: 20 }),
      length: fc.integer({ min: 1, max: 20 }),
      delay: fc.integer({ min: 0, max: 6 }),
      revoked: fc.option(fc.integer({ min: 0, max: 23 }), { nil: null }),
      on: fc.subarray([...platforms]),
      id: fc.uuid(),
    })
    .map(({ isBan, holder, basis, exclusive, from, length, delay, revoked, on, id }) =>
      grant(id, {
        effect: isBan ? 'PROHIBITION' : 'PERMISSION',
        basis: basis as Grant['basis'],
        holder: isBan && delay % 2 === 0 ? null : holder,
        exclusive: !isBan && exclusive && basis === 'LICENCE',
        startsAt: at(from),
        endsAt: at(from + length),
        delaySeconds: isBan ? 0 : delay * hour,
        revokedAt: revoked === null ? null : at(revoked),
        platforms: on,
      }),
    );
  const anyCase = fc.record({
    grants: fc.array(anyGrant, { maxLength: 6 }),
    hour: fc.integer({ min: 0, max: 40 }),
    platform: fc.constantFrom(...platforms, null),
    holder: fc.constantFrom('a', 'b', null),
  });

  test('the time in which it is allowed is one in which it is allowed, and it is not before or after', () => {
    fc.assert(
      fc.property(anyCase, ({ grants, hour: now, platform, holder }) => {
        const asked: Question = { ...question, platform, holder, at: at(now), publishedAt: at(0) };
        const verdict = decideRights(asked, grants);
        const isAllowed = (moment: Date): boolean => decideRights({ ...asked, at: moment }, grants).allowed;
        expect(verdict.reasons.length).toBeGreaterThan(0);
        expect(verdict.allowed).toBe(verdict.reasons[0]?.code === 'PERMITTED');
        if (verdict.availableFrom === null) {
          for (let later = now; later < 50; later += 1) expect(isAllowed(at(later))).toBe(false);
          return;
        }
        expect(isAllowed(verdict.availableFrom)).toBe(true);
        expect(verdict.availableFrom <= asked.at).toBe(verdict.allowed);
        if (verdict.availableUntil === null) return;
        expect(isAllowed(new Date(verdict.availableUntil.getTime() - 1))).toBe(true);
        expect(isAllowed(verdict.availableUntil)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('one more prohibition never allows what was forbidden', () => {
    fc.assert(
      fc.property(anyCase, anyGrant, ({ grants, hour: now, platform, holder }, extra) => {
        const asked: Question = { ...question, platform, holder, at: at(now), publishedAt: at(0) };
        const forbidden = { ...extra, effect: 'PROHIBITION', exclusive: false, delaySeconds: 0 } as const;
        const before = decideRights(asked, grants).allowed;
        const after = decideRights(asked, [...grants, forbidden]).allowed;
        expect(after && !before).toBe(false);
      }),
    );
  });
});
