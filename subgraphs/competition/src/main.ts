import { runSubgraph } from '@games/subgraph';
import { competition } from './createCompetition.ts';

await runSubgraph(competition);
