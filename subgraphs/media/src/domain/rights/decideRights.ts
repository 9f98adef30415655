/**
 * Whether media may be shown: a pure decision over the grants that cover it in a territory. Deny overrides; every
 * grant that was looked at leaves its reason. Nothing here reads a clock, a database or a viewer.
 */

export const platforms = ['LINEAR_TV', 'WEB', 'APP', 'SOCIAL', 'PUBLIC_SCREEN'] as const;
export type Platform = (typeof platforms)[number];

export interface Quota {
  readonly measure: 'SECONDS' | 'PROGRAMMES';
  readonly period: 'DAY' | 'PROGRAMME' | 'EVENT';
  readonly limit: number;
}

/** A grant that covers the media and the territory in question; the rest is decided here. */
export interface Grant {
  readonly id: string;
  readonly effect: 'PERMISSION' | 'PROHIBITION';
  readonly basis: 'LICENCE' | 'NEWS_ACCESS' | 'ORGANISER';
  /** Code of who holds it; null for a prohibition that binds everybody. */
  readonly holder: string | null;
  readonly exclusive: boolean;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  /** Counted from the end of the recording. */
  readonly delaySeconds: number;
  readonly revokedAt: Date | null;
  readonly platforms: readonly Platform[];
  readonly limits: readonly Quota[];
}

export type ReasonCode =
  | 'PERMITTED'
  | 'PROHIBITED'
  | 'EMBARGOED'
  | 'WINDOW_NOT_OPEN'
  | 'EXCLUSIVE_TO_ANOTHER'
  | 'PLATFORM_NOT_COVERED'
  | 'WINDOW_CLOSED'
  | 'REVOKED'
  | 'NO_GRANT'
  | 'NOT_PUBLISHED'
  | 'PUBLIC'
  | 'STAFF'
  | 'NOT_A_RIGHTS_HOLDER'
  | 'NO_TERRITORY';

export interface Reason {
  readonly code: ReasonCode;
  /** When the reason begins or ends to hold. */
  readonly at: Date | null;
  readonly grantId: string | null;
}

export interface Question {
  /** Null asks for any platform: one that is permitted is enough. */
  readonly platform: Platform | null;
  readonly at: Date;
  /** Only as this holder; null asks for anybody. */
  readonly holder: string | null;
  /** When what is shown had ended (a recording's last frame): delays count from here. */
  readonly endedAt: Date;
  /** From when it is published at all; null when it is not. */
  readonly publishedAt: Date | null;
}

export interface Verdict {
  readonly allowed: boolean;
  /** The decisive reason first; never empty. */
  readonly reasons: readonly Reason[];
  /** The present or next time in which it is allowed, as [from, until). */
  readonly availableFrom: Date | null;
  readonly availableUntil: Date | null;
  /** Who may show it at the moment asked for. */
  readonly holders: readonly string[];
  readonly limits: readonly Quota[];
}

/** Decides, and finds the present or next time in which the answer is yes. */
export function decideRights(question: Question, grants: readonly Grant[]): Verdict {
  const now = judge(question, grants);
  const permitting = now.reasons.flatMap((reason) => grants.filter(({ id }) => id === reason.grantId));
  const period = findPeriod(question, grants, now.allowed);
  return {
    ...now,
    ...period,
    holders: now.allowed ? [...new Set(permitting.flatMap(({ holder }) => holder ?? []))] : [],
    limits: now.allowed ? (permitting[0]?.limits ?? []) : [],
  };
}

/** A verdict that needs no grant: public, staff, or a viewer that holds no rights. */
export function verdictWithoutGrants(allowed: boolean, code: ReasonCode): Verdict {
  const reasons = [{ code, at: null, grantId: null }];
  return { allowed, reasons, availableFrom: null, availableUntil: null, holders: [], limits: [] };
}

type Judgement = Pick<Verdict, 'allowed' | 'reasons'>;

/** The order in which reasons are listed: what is decisive first, then what is nearest to a yes. */
const precedence: Readonly<Record<ReasonCode, number>> = {
  NOT_PUBLISHED: 0,
  PROHIBITED: 1,
  PERMITTED: 2,
  EMBARGOED: 3,
  WINDOW_NOT_OPEN: 4,
  EXCLUSIVE_TO_ANOTHER: 5,
  PLATFORM_NOT_COVERED: 6,
  WINDOW_CLOSED: 7,
  REVOKED: 8,
  NO_GRANT: 9,
  PUBLIC: 10,
  STAFF: 10,
  NOT_A_RIGHTS_HOLDER: 10,
  NO_TERRITORY: 10,
};

const basisOrder = { LICENCE: 0, ORGANISER: 1, NEWS_ACCESS: 2 } as const;

function judge(question: Question, grants: readonly Grant[]): Judgement {
  const { publishedAt, at } = question;
  if (publishedAt === null || publishedAt > at) {
    return { allowed: false, reasons: [{ code: 'NOT_PUBLISHED', at: publishedAt, grantId: null }] };
  }
  if (question.platform !== null) return judgePlatform(question, question.platform, grants);
  const judgements = platforms.map((platform) => judgePlatform(question, platform, grants));
  return judgements.find(({ allowed }) => allowed) ?? mergeRefusals(judgements);
}

/** Why none of the platforms is permitted: each grant with its best reason. */
function mergeRefusals(judgements: readonly Judgement[]): Judgement {
  const best = new Map<string | null, Reason>();
  for (const reason of judgements.flatMap(({ reasons }) => reasons)) {
    const known = best.get(reason.grantId);
    if (!known || precedence[reason.code] < precedence[known.code]) best.set(reason.grantId, reason);
  }
  const withGrants = [...best.values()].filter(({ grantId }) => grantId !== null);
  return { allowed: false, reasons: inOrder(withGrants.length > 0 ? withGrants : [...best.values()]) };
}

function judgePlatform(question: Question, platform: Platform, grants: readonly Grant[]): Judgement {
  const prohibitions = grants.filter((grant) => grant.effect === 'PROHIBITION' && isInForce(grant, platform, question));
  const binding = prohibitions.find(({ holder }) => holder === null || holder === question.holder);
  const permissions = grants
    .filter(({ effect, holder }) => effect === 'PERMISSION' && (question.holder ?? holder) === holder)
    .sort((a, b) => basisOrder[a.basis] - basisOrder[b.basis] || (a.id < b.id ? -1 : 1));
  const reasons = permissions.map((grant) => weigh(grant, question, platform, grants, prohibitions));
  if (binding) {
    const others = reasons.filter(({ code }) => code !== 'PERMITTED' && code !== 'PROHIBITED');
    return { allowed: false, reasons: inOrder([prohibitedBy(binding), ...others]) };
  }
  if (reasons.some(({ code }) => code === 'PERMITTED')) {
    return { allowed: true, reasons: reasons.filter(({ code }) => code === 'PERMITTED') };
  }
  return {
    allowed: false,
    reasons: reasons.length > 0 ? inOrder(reasons) : [{ code: 'NO_GRANT', at: null, grantId: null }],
  };
}

/** What one permission says. */
function weigh(
  grant: Grant,
  question: Question,
  platform: Platform,
  grants: readonly Grant[],
  prohibitions: readonly Grant[],
): Reason {
  const { at } = question;
  const because = (code: ReasonCode, moment: Date | null = null): Reason => ({ code, at: moment, grantId: grant.id });
  if (grant.revokedAt && grant.revokedAt <= at) return because('REVOKED', grant.revokedAt);
  if (!grant.platforms.includes(platform)) return because('PLATFORM_NOT_COVERED');
  if (at < grant.startsAt) return because('WINDOW_NOT_OPEN', grant.startsAt);
  if (grant.endsAt && grant.endsAt <= at) return because('WINDOW_CLOSED', grant.endsAt);
  const lift = liftOf(grant, question);
  if (grant.delaySeconds > 0 && at < lift) return because('EMBARGOED', lift);
  const prohibition = prohibitions.find(({ holder }) => holder === grant.holder);
  if (prohibition) return prohibitedBy(prohibition);
  const rival = grants.find((other) => excludes(other, grant, platform, question));
  if (rival) return { code: 'EXCLUSIVE_TO_ANOTHER', at: rival.endsAt, grantId: rival.id };
  return because('PERMITTED', grant.endsAt);
}

function prohibitedBy(grant: Grant): Reason {
  return { code: 'PROHIBITED', at: grant.endsAt, grantId: grant.id };
}

/**
 * An exclusive licence keeps out everybody else but those who report under news access. Of two that contradict each
 * other the one whose window opened first holds: what was granted exclusively could not be granted again.
 */
function excludes(other: Grant, grant: Grant, platform: Platform, question: Question): boolean {
  const isRival = other.effect === 'PERMISSION' && other.exclusive && other.holder !== grant.holder;
  const hasPrecedence = !grant.exclusive || isEarlier(other, grant);
  return isRival && hasPrecedence && grant.basis !== 'NEWS_ACCESS' && isInForce(other, platform, question);
}

function isEarlier(other: Grant, grant: Grant): boolean {
  return other.startsAt < grant.startsAt || (+other.startsAt === +grant.startsAt && other.id < grant.id);
}

function isInForce(grant: Grant, platform: Platform, { at }: Question): boolean {
  const stands = !grant.revokedAt || at < grant.revokedAt;
  const inWindow = grant.startsAt <= at && (!grant.endsAt || at < grant.endsAt);
  return stands && inWindow && grant.platforms.includes(platform);
}

function liftOf({ delaySeconds }: Grant, { endedAt }: Question): Date {
  return new Date(endedAt.getTime() + delaySeconds * 1_000);
}

function inOrder(reasons: readonly Reason[]): readonly Reason[] {
  return [...reasons].sort((a, b) => precedence[a.code] - precedence[b.code]);
}

/** The answer changes only where a window opens or closes, an embargo lifts, or a grant is revoked: try those. */
function findPeriod(
  question: Question,
  grants: readonly Grant[],
  allowedNow: boolean,
): Pick<Verdict, 'availableFrom' | 'availableUntil'> {
  const isAllowed = (time: number): boolean => judge({ ...question, at: new Date(time) }, grants).allowed;
  const boundaries = boundariesOf(question, grants);
  const now = question.at.getTime();
  const later = boundaries.filter((time) => time > now);
  const from = allowedNow ? beginOf(boundaries, now, isAllowed) : later.find(isAllowed);
  if (from === undefined) return { availableFrom: null, availableUntil: null };
  const until = later.find((time) => time > from && !isAllowed(time));
  return { availableFrom: new Date(from), availableUntil: until === undefined ? null : new Date(until) };
}

/** The earliest boundary from which on the answer has been yes without a break until now. */
function beginOf(boundaries: readonly number[], now: number, isAllowed: (time: number) => boolean): number {
  const earlier = boundaries.filter((time) => time <= now).reverse();
  const breaks = earlier.findIndex((time) => !isAllowed(time));
  const unbroken = breaks === -1 ? earlier : earlier.slice(0, breaks);
  return unbroken.at(-1) ?? now;
}

function boundariesOf(question: Question, grants: readonly Grant[]): readonly number[] {
  const moments = grants.flatMap((grant) => [grant.startsAt, grant.endsAt, grant.revokedAt, liftOf(grant, question)]);
  const times = [question.publishedAt, ...moments].flatMap((moment) => (moment ? [moment.getTime()] : []));
  return [...new Set(times)].sort((a, b) => a - b);
}
