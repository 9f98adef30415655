/** A planner process: one request after the other, each answered once. It ends when the gateway has gone. */
import { ApolloPlanner, PlanningError } from './apolloPlanner.ts';
import type { PlannerReply, PlannerRequest } from './plannerMessages.ts';

const planner = new ApolloPlanner({ isThorough: process.argv[2] === 'thorough' });

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
      const result = planner.plan(request.generation, request.document, request.operationName, request.labels);
      return { kind: 'planned', id: request.id, ...result, planningMs: performance.now() - start };
    }
  }
}

const send = (reply: PlannerReply): void => {
  process.send?.(reply);
};

let last: Promise<void> = Promise.resolve();
process.on('message', (request: PlannerRequest) => {
  last = last.then(async () => {
    try {
      const reply = await answer(request);
      if (reply !== null) send(reply);
    } catch (error) {
      if (request.kind === 'drop') return;
      const code = error instanceof PlanningError ? error.code : 'SUPERGRAPH_INVALID';
      send({ kind: 'failed', id: request.id, code, message: error instanceof Error ? error.message : String(error) });
    }
  });
});
process.on('disconnect', () => process.exit(0));
// The terminal sends these to the whole group; it is the gateway that decides when its planner ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
