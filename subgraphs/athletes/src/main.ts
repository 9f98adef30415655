import { runSubgraph } from '@games/subgraph';
import { athletes } from './createAthletes.ts';

await runSubgraph(athletes);
