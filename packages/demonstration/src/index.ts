export type * from './world.ts';
export { createRandom, type Random } from './random.ts';
export * from './rsc.ts';
