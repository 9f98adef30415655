import { runSubgraph } from '@games/subgraph';
import { store } from './createStore.ts';

await runSubgraph(store);
