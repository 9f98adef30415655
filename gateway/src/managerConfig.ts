import { fileURLToPath } from 'node:url';
import { schemaFolder } from '@games/schema';
import type { GatewayConfig } from './config/readConfig.ts';
import type { LocatedError } from './contract/errors.ts';
import type { SupergraphManagerConfig } from './contract/supergraph.ts';
import { refusedUnder } from './guard/authorise.ts';
import { checkDocument, parseWithin } from './guard/limits/documentLimits.ts';
import type { Observe } from './observe/events.ts';
import { createAnalyse } from './operation/analyseOperation.ts';
import { systemClock } from './supergraph/systemClock.ts';

/** What the engine is configured with, and the hooks by which the front takes part in the preparation of operations. */
export function managerConfig(
  config: GatewayConfig,
  observe: Observe,
  presentError: (error: LocatedError) => LocatedError,
): SupergraphManagerConfig {
  const { supergraph, engine, limits, access, cache } = config;
  const analyse = createAnalyse({
    defaultListSize: limits.defaultListSize,
    defaultMaxAgeSeconds: cache.defaultMaxAgeSeconds,
  });
  return {
    supergraph: {
      file: supergraph.file ?? fileURLToPath(new URL('supergraph.graphql', schemaFolder)),
      pollIntervalMs: supergraph.pollIntervalMs,
    },
    lastGoodFile: supergraph.lastGoodFile,
    subgraphUrls: supergraph.subgraphUrls,
    dedupe: engine.dedupe,
    subgraphLimits: engine.subgraphLimits,
    limitsBySubgraph: engine.limitsBySubgraph,
    operationDeadlineMs: engine.operationDeadlineMs,
    planner: {
      processes: engine.plannerProcesses,
      deadlineMs: engine.plannerDeadlineMs,
      heapMegabytesMax: engine.plannerHeapMegabytesMax,
    },
    answerBytesMax: engine.answerBytesMax,
    planCacheBytesMax: engine.planCacheBytesMax,
    execution: engine.execution,
    propagateExtensions: ['context'],
    propagateResponseHeaders: access.propagateResponseHeaders.map((name) => name.toLowerCase()),
    hooks: {
      parse: (query) => parseWithin(limits, query),
      checkDocument: (document) => checkDocument(limits, document),
      analyse,
      refusedSelections: (_operation, facts, mask) => refusedUnder(facts.access, mask),
      presentError,
    },
    observe: (event) => observe({ kind: 'engine', event }),
    clock: systemClock,
  };
}
