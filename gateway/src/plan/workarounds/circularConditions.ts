/**
 * Fault: where the planner tries the implementations of an interface one by one, it forgets which conditions it is resolving,
 * and resolves the same key by way of itself until the stack is full. A condition that is being resolved is not a way to itself.
 *
 * Minimal query: `{ items { price } }`, where one subgraph has `interface Item @key(fields: "id") @key(fields: "sku")`, others
 * have `Item` as an @interfaceObject under either key, and one has the interface under `id` alone. Test: "keys of interfaces
 * that lead to one another are planned". Upstream: not reported to apollographql/federation; its `advanceWithOperation` passes
 * empty lists of exclusions. May go when: that test passes without it.
 */

import { type ConditionResolver, type Edge, unsatisfiedConditionsResolution } from '@apollo/query-graphs';
import caching from '@apollo/query-graphs/dist/conditionsCaching.js';

const original = caching.cachingConditionResolver;

/** Planning is synchronous: what is being resolved is a stack. */
const underWay = new Set<Edge>();

/** Changes the planner of this process. */
export function endCircularConditions(): void {
  caching.cachingConditionResolver = (resolver) =>
    original((...request: Parameters<ConditionResolver>) => {
      const [edge, , , , extraConditions] = request;
      if (extraConditions !== undefined) return resolver(...request);
      if (underWay.has(edge)) return unsatisfiedConditionsResolution;
      underWay.add(edge);
      try {
        return resolver(...request);
      } finally {
        underWay.delete(edge);
      }
    });
}
