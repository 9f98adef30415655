import { writeFileSync } from 'node:fs';
import { startTestGraph } from './testGraph.ts';

const graph = await startTestGraph();
writeFileSync('/tmp/sg.graphql', graph.supergraph);
console.log('ready');
setInterval(() => {}, 1000);
