export { createWorld, type WorldOptions } from './createWorld.ts';
export { demoFan } from './demoFan.ts';
export { type AskGraph, type Examples, findExamples } from './examples.ts';
export { demonstrationNow, games } from './games.ts';
export { type MerchandiseKind, merchandiseKinds } from './merchandise.ts';
export {
  countMessages,
  countStream,
  type DemonstrationMessage,
  odfMessages,
  odfStream,
  type ShortOptions,
  type StreamOptions,
} from './messages/odfMessages.ts';
export { createRandom, type Random } from './random.ts';
export { runSeed, type Seed } from './runSeed.ts';
export { logicalDateOf } from './schedule/clock.ts';
export { castUnits, type Feat, type UnitCast } from './unitCasts.ts';
export { seatsOf } from './venues/seats.ts';
export type * from './world.ts';
