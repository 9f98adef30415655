/** Owns the current generation: loads, watches, builds, warms, swaps, drains. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import type {
  EngineStatistics,
  Generation,
  SupergraphManager,
  SupergraphManagerConfig,
} from '../contract/supergraph.ts';
import { DeadlineWheel } from '../execute/deadlineWheel.ts';
import type { SubgraphOutcome } from '../execute/inFlightRequest.ts';
import { readResponse } from '../execute/readResponse.ts';
import type { SubgraphClient } from '../execute/subgraphClient.ts';
import { WriteEpochs } from '../execute/writeEpochs.ts';
import { PlannerPool } from '../plan/plannerPool.ts';
import { PlanSearch } from '../plan/planSearch.ts';
import { createGeneration, type OwnedGeneration } from './createGeneration.ts';
import { SubgraphClients } from './subgraphClients.ts';
import { watchSupergraph } from './watchSupergraph.ts';

/** Busiest operations that are prepared in a new generation before it becomes current, and how long that may take. */
const warmUpOperationsMax = 100;
const warmUpDeadlineMs = 5_000;

/** Resolves once the first generation can serve; rejects when neither the source nor the last good one can be used. */
export async function createSupergraphManager(config: SupergraphManagerConfig): Promise<SupergraphManager> {
  const manager = new Manager(config);
  try {
    await manager.start();
  } catch (error) {
    await manager.close(0);
    throw error;
  }
  return manager;
}

class Manager implements SupergraphManager {
  readonly #config: SupergraphManagerConfig;
  readonly #planner: PlannerPool;
  readonly #search: PlanSearch;
  readonly #epochs: WriteEpochs;
  readonly #clients: SubgraphClients;
  readonly #listeners = new Set<(generation: Omit<Generation, 'release'>) => void>();
  readonly #open = new Set<OwnedGeneration>();
  #current: OwnedGeneration | null = null;
  #lastNumber = 0;
  #swaps: Promise<void> = Promise.resolve();
  #endWatching: () => void = () => undefined;
  #onAllClosed: (() => void) | null = null;

  constructor(config: SupergraphManagerConfig) {
    this.#config = config;
    const { planner, observe, clock } = config;
    this.#planner = new PlannerPool({
      ...planner,
      onRestart: (reason) => observe({ kind: 'planner-restarted', reason }),
    });
    this.#search = new PlanSearch({ heapMegabytesMax: planner.heapMegabytesMax });
    this.#epochs = new WriteEpochs(clock, config.operationDeadlineMs);
    this.#clients = new SubgraphClients({
      limitsOf: (name) => ({ ...config.subgraphLimits, ...config.limitsBySubgraph.get(name) }),
      wheel: new DeadlineWheel(clock),
      epochs: this.#epochs,
      observe,
    });
  }

  async start(): Promise<void> {
    const { supergraph } = this.#config;
    const inUse = await this.#startWith(
      'sdl' in supergraph ? async () => supergraph.sdl : () => readFile(supergraph.file, 'utf8'),
    );
    if ('sdl' in supergraph) return;
    this.#endWatching = watchSupergraph(
      {
        file: supergraph.file,
        pollIntervalMs: supergraph.pollIntervalMs,
        onText: (text) => this.swap(text),
        onError: (error) => this.#observeFailure(error),
      },
      inUse,
    );
  }

  acquire(): Generation {
    const current = this.#current!;
    current.acquire();
    return current.generation;
  }

  swap(supergraphSdl: string): Promise<void> {
    const swap = this.#swaps.then(() => this.#swap(supergraphSdl));
    this.#swaps = swap.catch(() => undefined);
    return swap;
  }

  onChange(listener: (generation: Omit<Generation, 'release'>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async checkSubgraphs(timeoutMs: number): Promise<{ name: string; error: string | null }[]> {
    const clients = [...(this.#current?.clients.values() ?? [])];
    return Promise.all(
      clients.map(async (client) => ({
        name: client.name,
        error: await checkSubgraph(client, timeoutMs, this.#config.clock.nowMs()),
      })),
    );
  }

  statistics(): EngineStatistics {
    const current = this.#current!;
    const { operations, bytes } = current.preparation.statistics;
    return {
      generation: current.generation.number,
      leasedGenerations: this.#open.size,
      preparedOperations: operations,
      preparedBytes: bytes,
      operationsInFlight: [...this.#open].reduce((sum, { leases }) => sum + leases(), 0),
      subgraphs: [...current.clients.values()].map(({ name, inFlight, queued, breaker }) => ({
        name,
        inFlight,
        queued,
        circuit: breaker.state,
      })),
    };
  }

  async close(deadlineMs = 10_000): Promise<void> {
    this.#endWatching();
    this.#current?.retire();
    if (this.#open.size > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, deadlineMs);
        this.#onAllClosed = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    await Promise.all([this.#planner.close(), this.#search.close(), this.#clients.destroy()]);
  }

  /** The text that is in use, null when it is not the source's. */
  async #startWith(read: () => Promise<string>): Promise<string | null> {
    try {
      const text = await read();
      await this.swap(text);
      return text;
    } catch (error) {
      const { lastGoodFile } = this.#config;
      const lastGood = lastGoodFile === null ? null : await readFile(lastGoodFile, 'utf8').catch(() => null);
      if (lastGood === null) throw error;
      this.#observeFailure(error);
      await this.swap(lastGood);
      return null;
    }
  }

  async #swap(supergraphSdl: string): Promise<void> {
    const previous = this.#current;
    if (previous?.generation.supergraphSdl === supergraphSdl) return;
    const start = performance.now();
    const next = await this.#build(supergraphSdl).catch((error: unknown) => {
      this.#planner.drop(this.#lastNumber);
      if (previous !== null) this.#observeFailure(error);
      throw error;
    });
    const warmedUp = previous === null ? 0 : await this.#warmUp(previous, next);
    this.#current = next;
    this.#config.observe({
      kind: 'swapped',
      generation: next.generation.number,
      schemaId: next.generation.schemaId,
      buildMs: performance.now() - start,
      warmedUp,
    });
    for (const listener of this.#listeners) listener(next.generation);
    previous?.retire();
    await this.#saveLastGood(supergraphSdl);
  }

  async #build(supergraphSdl: string): Promise<OwnedGeneration> {
    const config = this.#config;
    const { hooks, observe } = config;
    const number = ++this.#lastNumber;
    const supergraph = await this.#planner.load(number, supergraphSdl);
    const owned: OwnedGeneration = createGeneration({
      number,
      supergraphSdl,
      supergraph,
      urlOf: ({ name, url }) => config.subgraphUrls.get(name) ?? url,
      takeClient: (name, url) => this.#clients.take(name, url),
      releaseClient: (client) => this.#clients.release(client),
      planner: this.#planner,
      search: this.#search,
      preparation: {
        hooks,
        cacheBytesMax: config.planCacheBytesMax,
        observe,
        clock: config.clock,
        epochs: this.#epochs,
        dedupe: config.dedupe,
        operationDeadlineMs: config.operationDeadlineMs,
        execution: config.execution,
        settings: {
          present: hooks.presentError,
          answerBytesMax: config.answerBytesMax,
          propagateExtensions: config.propagateExtensions,
          propagateResponseHeaders: new Set(config.propagateResponseHeaders),
          observe,
        },
      },
      onClosed: () => {
        this.#open.delete(owned);
        observe({ kind: 'generation-closed', generation: number });
        if (this.#open.size === 0) this.#onAllClosed?.();
      },
    });
    this.#open.add(owned);
    return owned;
  }

  /** Prepares the busiest operations of the generation before, as many as the deadline allows. */
  async #warmUp(previous: OwnedGeneration, next: OwnedGeneration): Promise<number> {
    const deadline = performance.now() + warmUpDeadlineMs;
    let count = 0;
    for (const operation of previous.preparation.busiest(warmUpOperationsMax)) {
      if (performance.now() > deadline) break;
      await next.preparation.warmUp(operation);
      count++;
    }
    return count;
  }

  async #saveLastGood(supergraphSdl: string): Promise<void> {
    const { lastGoodFile } = this.#config;
    if (lastGoodFile === null) return;
    try {
      const draft = `${lastGoodFile}.${process.pid}`;
      await writeFile(draft, supergraphSdl);
      await rename(draft, lastGoodFile);
    } catch (error) {
      this.#observeFailure(error);
    }
  }

  #observeFailure(error: unknown): void {
    this.#config.observe({ kind: 'swap-failed', reason: error instanceof Error ? error.message : String(error) });
  }
}

/** Null: it answers. */
async function checkSubgraph(client: SubgraphClient, timeoutMs: number, nowMs: number): Promise<string | null> {
  const outcome = await new Promise<SubgraphOutcome>((resolve) => {
    const call = {
      body: '{"query":"{__typename}"}',
      headers: [],
      isQuery: true,
      isSharable: false,
      epoch: 0,
      deadlineAtMs: nowMs + timeoutMs,
    };
    client.call(call, resolve);
  });
  const { fault, data } = readResponse(outcome, client.name, null);
  return fault !== null ? fault.message : data === null ? 'It answered with an error.' : null;
}
