import type { Feat, Unit, UnitCast, World } from '@games/demonstration';
import { framesInMilliseconds } from '../src/domain/assets/timecode.ts';
import { at } from './clock.ts';
import type { Signal } from './recordings.ts';

export interface Moment {
  readonly id: string;
  readonly kind: 'START' | 'FINISH' | 'REACTION' | 'MEDAL' | 'RECORD';
  readonly labels: { readonly en: string; readonly fr: string; readonly es: string };
  readonly ms: number;
  readonly unit: string;
  readonly athlete: string | null;
  readonly organisation: string | null;
  readonly recording: Signal;
  readonly frame: number;
  /** Names the fact of the results that it was derived from; null for what a person logged. */
  readonly sourceKey: string | null;
}

type Labels = Moment['labels'];
const medalNames = {
  GOLD: { en: 'Gold', fr: 'Or', es: 'Oro' },
  SILVER: { en: 'Silver', fr: 'Argent', es: 'Plata' },
  BRONZE: { en: 'Bronze', fr: 'Bronze', es: 'Bronce' },
} as const;
const recordNames = {
  WR: { en: 'World record', fr: 'Record du monde', es: 'Récord del mundo' },
  GR: { en: 'Games record', fr: 'Record des Jeux', es: 'Récord de los Juegos' },
} as const;

/** What was logged in the recordings: starts, finishes and reactions by people, medals and records from the results. */
export function createMoments(
  world: World,
  recordings: ReadonlyMap<string, Signal>,
  casts: ReadonlyMap<string, UnitCast>,
): readonly Moment[] {
  const names = new Map(world.athletes.map(({ code, givenName, familyName }) => [code, `${givenName} ${familyName}`]));
  return world.units.flatMap((unit) => {
    const recording = recordings.get(unit.code);
    if (!recording) return [];
    return [
      ...loggedMoments(unit, casts.get(unit.code), names),
      ...resultMoments(unit, casts.get(unit.code), names),
    ].map((draft) => ({
      ...draft,
      id: `${unit.code}.${draft.id}`,
      unit: unit.code,
      recording,
      frame: framesInMilliseconds(draft.ms - recording.startMs, recording.rate),
    }));
  });
}

type MomentDraft = Omit<Moment, 'unit' | 'recording' | 'frame'>;
type Names = ReadonlyMap<string, string>;

const nobody = { athlete: null, organisation: null, sourceKey: null } as const;

/** Start and finish, and how those in front took it: three in units with medals, one in others. */
function loggedMoments(unit: Unit, cast: UnitCast | undefined, names: Names): readonly MomentDraft[] {
  const front = (cast?.athletes ?? []).slice(0, unit.medal === 'NONE' ? 1 : 3);
  return [
    { id: 'start', kind: 'START', labels: { en: 'Start', fr: 'Début', es: 'Inicio' }, ms: at(unit.start), ...nobody },
    {
      id: 'finish',
      kind: 'FINISH',
      labels: { en: 'Finish', fr: 'Fin', es: 'Final' },
      ms: at(unit.end),
      ...nobody,
    },
    ...front.map((athlete, index): MomentDraft => {
      const name = names.get(athlete) ?? '';
      const labels = { en: `${name} reacts`, fr: `La réaction de ${name}`, es: `La reacción de ${name}` };
      const ms = at(unit.end) + (index + 1) * 40_000;
      return { ...nobody, id: `reaction${index + 1}`, kind: 'REACTION', labels, ms, athlete };
    }),
  ];
}

/** Medals and records of the unit's result, at its end. */
function resultMoments(unit: Unit, cast: UnitCast | undefined, names: Names): readonly MomentDraft[] {
  const derived = (id: string, kind: Moment['kind'], word: Labels, feat: Feat, suffix = ''): MomentDraft => {
    const [first] = feat.athletes;
    const athlete = feat.athletes.length === 1 && first !== undefined ? first : null;
    const who = athlete === null ? feat.organisation : (names.get(athlete) ?? '');
    const say = (text: string, colon: string): string => `${text}${colon} ${who}${suffix}`;
    const labels = { en: say(word.en, ':'), fr: say(word.fr, ' :'), es: say(word.es, ':') };
    const { organisation } = feat;
    return { id, kind, labels, ms: at(unit.end), athlete, organisation, sourceKey: `${unit.code}.${id}` };
  };
  const { medals = [], records = [] } = cast ?? {};
  return [
    ...medals.map((medal, index) => derived(`medal${index + 1}`, 'MEDAL', medalNames[medal.type], medal)),
    ...records.map((record, index) => {
      return derived(`record${index + 1}`, 'RECORD', recordNames[record.type], record, `, ${record.mark}`);
    }),
  ];
}
