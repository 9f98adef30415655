import { simulateEvent } from './results/simulateEvent.ts';
import type { World } from './world.ts';

/** Athletes who did something of note together: one, or the members of a team. */
export interface Feat {
  readonly athletes: readonly string[];
  readonly organisation: string;
}

/** Who is to be seen in a unit, and what of note they do there. It is known from the start: tell it no earlier than it happens. */
export interface UnitCast {
  /** Athlete codes in the order of the result, those of teams by team. */
  readonly athletes: readonly string[];
  readonly medals: readonly (Feat & { readonly type: 'GOLD' | 'SILVER' | 'BRONZE' })[];
  readonly records: readonly (Feat & { readonly type: 'WR' | 'GR'; readonly mark: string })[];
}

/** The cast of every unit that has competitors, by unit code. */
export function castUnits(world: World): ReadonlyMap<string, UnitCast> {
  const casts = new Map<string, UnitCast>();
  for (const { code } of world.events) {
    const { units, medals } = simulateEvent(world, code);
    for (const { unit, lines } of units) {
      casts.set(unit.code, {
        athletes: lines.flatMap(({ entry }) => entry.members.map((member) => member.code)),
        medals: medals
          .filter((medal) => medal.unit === unit.code)
          .map(({ type, entry }) => ({ type, ...featOf(entry) })),
        records: lines.flatMap(({ entry, records, mark }) =>
          records.map(({ type }) => ({ type, mark: mark ?? '', ...featOf(entry) })),
        ),
      });
    }
  }
  return casts;
}

type Entry = ReturnType<typeof simulateEvent>['medals'][number]['entry'];

function featOf({ members, delegation }: Entry): Feat {
  return { athletes: members.map(({ code }) => code), organisation: delegation.code };
}
