import type { Measure } from '../../sports/format.ts';
import type { Performance } from '../story.ts';
import type { Conditions, Contender } from './contender.ts';
import { performDistances, performHeights } from './field.ts';
import { performLift, performPenalties, performPlace, performPoints, performStrokes } from './scored.ts';
import { performTime } from './time.ts';

/** What each contender of a unit achieves, in the order given. */
export function performUnit(measure: Measure, contenders: readonly Contender[], conditions: Conditions): Performance[] {
  const each = (perform: (contender: Contender, order: number) => Performance): Performance[] =>
    contenders.map((contender, i) => perform(contender, (i + 1) / contenders.length));
  switch (measure.kind) {
    case 'TIME':
      return each((contender) => performTime(measure, contender, conditions));
    case 'DISTANCE':
      return performDistances(measure, contenders, conditions);
    case 'HEIGHT':
      return performHeights(measure, contenders, conditions);
    case 'POINTS':
      return each((contender, order) => performPoints(measure, contender, order, conditions));
    case 'PENALTIES':
      return each((contender, order) => performPenalties(measure, contender, order, conditions));
    case 'LIFT':
      return each((contender, order) => performLift(measure, contender, order, conditions));
    case 'STROKES':
      return each((contender, order) => performStrokes(measure, contender, order, conditions));
    case 'PLACES':
      return each((contender) => performPlace(contender, conditions));
  }
}

/** `ResultType` of the feed. */
export function markTypeOf(measure: Measure): string {
  switch (measure.kind) {
    case 'TIME':
      return 'TIME';
    case 'DISTANCE':
    case 'HEIGHT':
      return 'DISTANCE';
    case 'POINTS':
      return 'POINTS';
    case 'PENALTIES':
      return 'PENALTY';
    case 'LIFT':
      return 'WEIGHT';
    case 'STROKES':
      return 'STROKES';
    case 'PLACES':
      return 'RANK';
  }
}
