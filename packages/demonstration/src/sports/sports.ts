import type { Scale } from '../world.ts';
import { artisticSwimming, diving, waterPolo } from './aquatics.ts';
import { athletics } from './athletics.ts';
import { boxing, fencing, judo, taekwondo, weightlifting, wrestling } from './combat.ts';
import { roadCycling, trackCycling } from './cycling.ts';
import { gymnastics } from './gymnastics.ts';
import { climbing, equestrian, golf, triathlon } from './outdoors.ts';
import { canoe, rowing } from './paddling.ts';
import { badminton, tableTennis, tennis } from './racket.ts';
import { sailing } from './sailing.ts';
import type { SportSpec } from './sport.ts';
import { swimming } from './swimming.ts';
import { archery, shooting } from './target.ts';
import { basketball, footballSport, handball, hockey, rugby, volleyball } from './teamGames.ts';

/** The whole programme: 32 disciplines and 329 events, in the order of their codes. */
const programme: readonly SportSpec[] = [
  archery,
  artisticSwimming,
  athletics,
  badminton,
  basketball,
  boxing,
  canoe,
  diving,
  equestrian,
  fencing,
  footballSport,
  golf,
  gymnastics,
  handball,
  hockey,
  judo,
  roadCycling,
  rowing,
  rugby,
  sailing,
  shooting,
  climbing,
  swimming,
  taekwondo,
  tableTennis,
  tennis,
  trackCycling,
  triathlon,
  volleyball,
  waterPolo,
  weightlifting,
  wrestling,
].sort((a, b) => (a.code < b.code ? -1 : 1));

/** The events of the small Games, by gender and type: each kind of format is among them. */
const small: Readonly<Record<string, readonly string[]>> = {
  ARC: ['MIND', 'XTEAM', 'WTEAM'],
  ATH: ['M100M', 'W100M', 'M800M', 'WLJ', 'MHJ', 'M4X100M', 'MDECATH', 'W10000M'],
  BKB: ['MTEAM3X3', 'WTEAM3X3'],
  JUD: ['M73KG', 'W57KG', 'W70KG'],
  SWI: ['M50MFR', 'W50MFR', 'W100MFL', 'M200MIM', 'X4X100MMD', 'W1500MFR'],
  WRE: ['MGR67KG', 'WFR57KG'],
};

export function sportsOf(scale: Scale): readonly SportSpec[] {
  if (scale === 'full') return programme;
  return programme
    .filter((sport) => sport.code in small)
    .map((sport) => ({
      ...sport,
      events: sport.events.filter((event) => small[sport.code]?.includes(event.gender + event.type)),
    }));
}
