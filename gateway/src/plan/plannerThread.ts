/** The planner thread: one request after the other, each answered once. */
import { parentPort, workerData } from 'node:worker_threads';
import { ApolloPlanner, PlanningError } from './apolloPlanner.ts';
import type { PlannerReply, PlannerRequest, PlannerThreadOptions } from './plannerMessages.ts';

const port = parentPort!;
const planner = new ApolloPlanner(workerData as PlannerThreadOptions);

async function answer(request: PlannerRequest): Promise<PlannerReply | null> {
  switch (request.kind) {
    case 'drop':
      planner.drop(request.generation);
      return null;
    case 'load':
      return {
        kind: 'loaded',
        id: request.id,
        supergraph: await planner.load(request.generation, request.supergraphSdl),
      };
    case 'plan': {
      const start = performance.now();
      const plan = planner.plan(request.generation, request.document, request.operationName, request.labels);
      return { kind: 'planned', id: request.id, plan, planningMs: performance.now() - start };
    }
  }
}

let last: Promise<void> = Promise.resolve();
port.on('message', (request: PlannerRequest) => {
  last = last.then(async () => {
    try {
      const reply = await answer(request);
      if (reply !== null) port.postMessage(reply);
    } catch (error) {
      if (request.kind === 'drop') return;
      const code = error instanceof PlanningError ? error.code : 'SUPERGRAPH_INVALID';
      port.postMessage({
        kind: 'failed',
        id: request.id,
        code,
        message: error instanceof Error ? error.message : String(error),
      } satisfies PlannerReply);
    }
  });
});
