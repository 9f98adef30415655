import { runSubgraph } from '@games/subgraph';
import { media } from './createMedia.ts';

await runSubgraph(media);
