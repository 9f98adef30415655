/**
 * The only file that imports Apollo's gateway and query planner (a workaround changes it). It runs in a planner process, because loading a
 * supergraph and planning an operation block for as long as they take.
 *
 * ApolloGateway manages the supergraph (validation, updates, the life of the planner); its executor is not used.
 */
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { ApolloGateway, type SupergraphSdlUpdateFunction } from '@apollo/gateway';
import type { QueryPlanner } from '@apollo/query-planner';
import { GraphQLError, type GraphQLSchema, parse, printSchema } from 'graphql';
import { type PlannerSupergraph, plannerSupergraph } from './plannerSupergraph.ts';
import type { QueryPlan } from './queryPlan.ts';
import { endCircularConditions } from './workarounds/circularConditions.ts';

export type LoadedSupergraph = {
  /** The schema that clients see, as SDL, `@defer` included. */
  readonly apiSdl: string;
  readonly subgraphs: readonly { readonly name: string; readonly url: string; readonly graph: string }[];
  readonly overrideLabels: readonly string[];
  readonly standInFields: PlannerSupergraph['standInFields'];
  readonly requiredBy: PlannerSupergraph['requiredBy'];
  readonly keys: PlannerSupergraph['keys'];
};

export class PlanningError extends Error {
  readonly code: 'QUERY_PLAN_TOO_COMPLEX' | 'QUERY_PLANNING_FAILED';
  constructor(code: PlanningError['code'], message: string) {
    super(message);
    this.name = 'PlanningError';
    this.code = code;
  }
}

export type PlanResult = {
  readonly plan: QueryPlan;
  /** False: there are more ways to plan the operation than were compared. */
  readonly isBest: boolean;
};

/** Plans that are compared in any case, and in all. */
const comparedMin = 16;
const comparedMax = 10_000;
/** While this time lasts, four times as many plans are compared again. */
const quickMs = 100;
const growth = 4;

endCircularConditions();

type Managed = { readonly apollo: ApolloGateway; readonly update: SupergraphSdlUpdateFunction };

export class ApolloPlanner {
  readonly #isThorough: boolean;
  readonly #planners = new Map<number, QueryPlanner>();
  #gateway: Managed | null = null;

  /** `isThorough`: compares as many plans as there are, within the bound, however long it takes. */
  constructor({ isThorough }: { readonly isThorough: boolean }) {
    this.#isThorough = isThorough;
  }

  /** Throws when the supergraph can't be used; planners loaded before stay as they are. */
  async load(generation: number, supergraphSdl: string): Promise<LoadedSupergraph> {
    const copy = plannerSupergraph(supergraphSdl);
    const planner = await this.#createPlanner(copy.sdl);
    const supergraph = planner.supergraph;
    const apiSchema =
      copy.standInFields.size === 0
        ? supergraph.apiSchema()
        : Supergraph.build(copy.clientSdl, { supportedFeatures: null }).apiSchema();
    const graphs = supergraph.subgraphNameToGraphEnumValue();
    this.#planners.set(generation, planner);
    return {
      apiSdl: printSchema(apiSchema.toGraphQLJSSchema({ includeDefer: true }) as GraphQLSchema),
      subgraphs: supergraph
        .subgraphsMetadata()
        .map(({ name, url }) => ({ name, url, graph: graphs.get(name) ?? name })),
      overrideLabels: overrideLabelsOf(supergraph),
      standInFields: copy.standInFields,
      requiredBy: copy.requiredBy,
      keys: copy.keys,
    };
  }

  drop(generation: number): void {
    this.#planners.delete(generation);
  }

  /** `labels`: the override labels that are on. Throws a PlanningError. */
  plan(generation: number, document: string, operationName: string | null, labels: readonly string[]): PlanResult {
    const planner = this.#planners.get(generation);
    if (planner === undefined) throw new PlanningError('QUERY_PLANNING_FAILED', 'The supergraph is not loaded.');
    try {
      const operation = operationFromDocument(
        planner.supergraph.apiSchema(),
        parse(document, { noLocation: true }),
        operationName === null ? {} : { operationName },
      );
      const overrideConditions = new Map(labels.map((label) => [label, true]));
      return this.#search(planner, () => planner.buildQueryPlan(operation, { overrideConditions }) as QueryPlan);
    } catch (error) {
      const isTooComplex = error instanceof GraphQLError && error.extensions.code === 'QUERY_PLAN_COMPLEXITY_EXCEEDED';
      throw new PlanningError(
        isTooComplex ? 'QUERY_PLAN_TOO_COMPLEX' : 'QUERY_PLANNING_FAILED',
        error instanceof Error ? error.message : String(error),
      );
    }
  }

  /** Apollo's planner has no bound of time, only one of plans: it is widened as long as that is quick. */
  #search(planner: QueryPlanner, build: () => QueryPlan): PlanResult {
    const start = performance.now();
    for (let compared = this.#isThorough ? comparedMax : comparedMin; ; compared *= growth) {
      debugOf(planner).maxEvaluatedPlans = Math.min(compared, comparedMax);
      const plan = build();
      // Ways are given up one by one until few enough are left: more than half of the bound, if any had to be.
      const isBest = (planner.lastGeneratedPlanStatistics()?.evaluatedPlanCount ?? 0) <= compared / 2;
      const isSlow = (performance.now() - start) * growth > quickMs;
      if (isBest || isSlow || compared >= comparedMax) return { plan, isBest: isBest || compared >= comparedMax };
    }
  }

  async #createPlanner(sdl: string): Promise<QueryPlanner> {
    try {
      if (this.#gateway === null) this.#gateway = await this.#startGateway(sdl);
      else this.#gateway.update(sdl);
      const planner = this.#gateway.apollo.__testing().queryPlanner;
      if (planner === undefined) throw new Error('The supergraph gave no query planner.');
      return planner;
    } catch (error) {
      // A failed update may leave ApolloGateway believing that it has the supergraph.
      this.#gateway = null;
      throw error;
    }
  }

  async #startGateway(sdl: string): Promise<Managed> {
    let update: SupergraphSdlUpdateFunction | undefined;
    const silent = () => undefined;
    const apollo = new ApolloGateway({
      supergraphSdl: async (options) => {
        update = options.update;
        return { supergraphSdl: sdl };
      },
      logger: { debug: silent, info: silent, warn: silent, error: silent },
      validateSupergraph: true,
      queryPlannerConfig: {
        // Operations are taken apart and put together again by the optimiser; fragments would stand in its way.
        reuseQueryFragments: false,
        incrementalDelivery: { enableDefer: true },
        debug: { maxEvaluatedPlans: comparedMin },
      },
    });
    await apollo.load();
    return { apollo, update: update! };
  }
}

/** The planner reads its bound anew for each operation, from a configuration of its own that it does not show. */
const debugOf = (planner: QueryPlanner): { maxEvaluatedPlans: number } =>
  (planner as unknown as { readonly config: { readonly debug: { maxEvaluatedPlans: number } } }).config.debug;

function overrideLabelsOf(supergraph: Supergraph): string[] {
  const labels = new Set<string>();
  for (const application of supergraph.schema.directive('join__field')?.applications() ?? []) {
    const { overrideLabel } = application.arguments() as { overrideLabel?: string };
    if (overrideLabel !== undefined) labels.add(overrideLabel);
  }
  return [...labels].sort();
}
