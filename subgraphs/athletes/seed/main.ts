import { runSeed } from '@games/demonstration';
import { seed } from './seed.ts';

await runSeed(seed);
