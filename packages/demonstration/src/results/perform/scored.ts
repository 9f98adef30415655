import type { Measure } from '../../sports/format.ts';
import type { Performance, Piece } from '../story.ts';
import { type Conditions, type Contender, form, invalid } from './contender.ts';

type Of<Kind extends Measure['kind']> = Extract<Measure, { kind: Kind }>;

const scale = 1000;

/** Points that are the sum of parts; the order in which competitors appear is the order of the list. */
export function performPoints(
  measure: Of<'POINTS'>,
  contender: Contender,
  order: number,
  conditions: Conditions,
): Performance {
  const { random } = conditions;
  if (random.chance(0.006)) return invalid('DNS');
  const unit = 10 ** measure.digits;
  const day = form(contender, conditions, 0.2);
  const share = measure.best / measure.parts.length;
  let total = 0;
  const pieces = measure.parts.map((name, i): Piece => {
    const raw = Math.min(
      measure.most ?? Number.POSITIVE_INFINITY,
      share * (1 - measure.spread * (day + random.normal(0, 0.25))),
    );
    const points = Math.max(0, Math.round(raw * unit) / unit);
    total = Math.round((total + points) * unit) / unit;
    return {
      type: 'PART',
      code: 'PART',
      position: name,
      value: points.toFixed(measure.digits),
      at: (i + order) / measure.parts.length,
      running: total.toFixed(measure.digits),
      runningKey: -Math.round(total * scale),
    };
  });
  // Where scores are whole they are often equal: a shoot-off or a count-back decides.
  const decider = measure.digits < 2 ? random.next() * 0.5 : 0;
  return {
    key: -Math.round(total * scale) + decider,
    mark: total.toFixed(measure.digits),
    irm: null,
    pieces,
    details: [],
  };
}

/** Penalties or faults; the time of the round tells equal ones apart. */
export function performPenalties(
  measure: Of<'PENALTIES'>,
  contender: Contender,
  order: number,
  conditions: Conditions,
): Performance {
  const { random } = conditions;
  if (random.chance(0.012)) return invalid('DNS');
  if (random.chance(0.03)) return invalid('DNF');
  const raw = Math.max(0, measure.best + measure.spread * (form(contender, conditions, 0.45) - 0.1));
  const penalties = measure.digits === 0 ? Math.round(raw / 4) * 4 : Math.round(raw * 10) / 10;
  const seconds = Math.round(random.normal(76, 3) * 100) / 100;
  const mark = penalties.toFixed(measure.digits);
  return {
    key: Math.round(penalties * scale) + seconds / 1000,
    mark,
    irm: null,
    pieces: [
      {
        type: 'PART',
        code: 'ROUND',
        position: '1',
        value: mark,
        at: order,
        running: mark,
        runningKey: Math.round(penalties * scale),
      },
    ],
    details: [{ type: 'ER', code: 'TIME', value: seconds.toFixed(2) }],
  };
}

/** Three snatches, three clean and jerks; a lifter without a good one of either has no total. */
export function performLift(
  measure: Of<'LIFT'>,
  contender: Contender,
  order: number,
  conditions: Conditions,
): Performance {
  const { random } = conditions;
  if (random.chance(0.01)) return invalid('DNS');
  const total = measure.best * (1 - measure.spread * form(contender, conditions, 0.15));
  const snatch = lifts('SNATCH', Math.round(total * 0.448), 0, order, 0, conditions);
  const jerk = lifts('CLEAN_JERK', Math.round(total * 0.552), 0.5, order, snatch.best, conditions);
  const pieces = [...snatch.pieces, ...jerk.pieces];
  if (snatch.best === 0 || jerk.best === 0) return { ...invalid('DNF'), pieces };
  const lifted = snatch.best + jerk.best;
  return {
    key: -lifted,
    mark: String(lifted),
    irm: null,
    pieces,
    details: [
      { type: 'ER', code: 'SNATCH', value: String(snatch.best) },
      { type: 'ER', code: 'CLEAN_JERK', value: String(jerk.best) },
    ],
  };
}

function lifts(code: string, top: number, from: number, order: number, before: number, { random }: Conditions) {
  let weight = top - 5;
  let best = 0;
  const pieces = [0, 1, 2].map((i): Piece => {
    const good = random.chance(0.68);
    const tried = weight;
    if (good) {
      best = tried;
      weight += random.whole(2, 4);
    }
    const running = best + before;
    return {
      type: 'ATTEMPT',
      code,
      position: String(i + 1),
      value: good ? String(tried) : `${tried}X`,
      at: from + (i + order) / 6,
      running: running === 0 ? null : String(running),
      runningKey: running === 0 ? null : -running,
    };
  });
  return { best, pieces };
}

const holePars = [4, 5, 3, 4, 4, 3, 4, 5, 4, 4, 3, 4, 5, 4, 3, 4, 4, 4];

/** Eighteen holes of golf. */
export function performStrokes(
  measure: Of<'STROKES'>,
  contender: Contender,
  order: number,
  conditions: Conditions,
): Performance {
  const { random } = conditions;
  let strokes = 0;
  const pieces = holePars.map((holePar, i): Piece => {
    const luck = random.next() - Math.max(-0.1, Math.min(0.2, (contender.away - 0.4) * 0.07));
    const over = luck < 0.02 ? 2 : luck < 0.16 ? 1 : luck < 0.8 ? 0 : luck < 0.985 ? -1 : -2;
    strokes += holePar + over;
    return {
      type: 'PROGRESS',
      code: 'HOLE',
      position: String(i + 1),
      value: String(holePar + over),
      at: order * 0.5 + ((i + 1) / 18) * 0.5,
      running: String(strokes),
      // On the course those are compared by par who have played different holes.
      runningKey: strokes - holePars.slice(0, i + 1).reduce((sum, par) => sum + par, 0),
    };
  });
  return {
    key: strokes,
    mark: String(strokes),
    irm: null,
    pieces,
    details: [{ type: 'ER', code: 'TO_PAR', value: toPar(strokes - measure.par) }],
  };
}

export const toPar = (over: number): string => (over === 0 ? 'E' : over > 0 ? `+${over}` : String(over));

/** Only the order of arrival. */
export function performPlace(contender: Contender, conditions: Conditions): Performance {
  const { random } = conditions;
  if (random.chance(0.006)) return invalid('DNS');
  if (random.chance(0.02)) return invalid('DNF');
  return { key: form(contender, conditions, 0.5), mark: null, irm: null, pieces: [], details: [] };
}
