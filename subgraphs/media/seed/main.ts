import { runSeed } from '@games/demonstration';
import { seed } from './seed.ts';

await runSeed((database, world, report) => seed(database, world, report));
