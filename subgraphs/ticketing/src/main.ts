import { runSubgraph } from '@games/subgraph';
import { ticketing } from './createTicketing.ts';

await runSubgraph(ticketing);
