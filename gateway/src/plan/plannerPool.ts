/**
 * Planner threads. Apollo's planner can block for many seconds and eat the heap on a hostile operation; here that costs
 * one thread, which is ended at the deadline (or by its heap limit) and replaced, and one refused operation.
 */
import { Worker } from 'node:worker_threads';
import type { LoadedSupergraph } from './apolloPlanner.ts';
import type { PlannerReply, PlannerRequest } from './plannerMessages.ts';
import type { QueryPlan } from './queryPlan.ts';

export type PlannerPoolOptions = {
  readonly threads: number;
  readonly deadlineMs: number;
  readonly loadDeadlineMs: number;
  readonly heapLimitMb: number;
  readonly maxEvaluatedPlans: number;
  readonly maxQueued: number;
  readonly onRestart: (reason: string) => void;
};

export class PlannerRefusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'PlannerRefusal';
    this.code = code;
  }
}

export type Planned = { readonly plan: QueryPlan; readonly planningMs: number };

type Job = {
  readonly request: PlannerRequest & { id: number };
  readonly deadlineMs: number;
  readonly resolve: (reply: PlannerReply) => void;
  readonly reject: (error: PlannerRefusal) => void;
  timer: NodeJS.Timeout | null;
};

type Thread = { readonly worker: Worker; job: Job | null; readonly own: Job[]; hasAnswered: boolean };

const restartDelayMs = 1000;

export class PlannerPool {
  readonly #options: PlannerPoolOptions;
  readonly #threads: Thread[] = [];
  readonly #queue: Job[] = [];
  /** What a replaced thread must load again. */
  readonly #supergraphs = new Map<number, string>();
  #nextId = 1;
  #isClosed = false;

  constructor(options: PlannerPoolOptions) {
    this.#options = options;
    for (let index = 0; index < options.threads; index++) this.#threads.push(this.#start());
  }

  /** Loads the supergraph in every thread. Rejects with a PlannerRefusal when it can't be used. */
  async load(generation: number, supergraphSdl: string): Promise<LoadedSupergraph> {
    const replies = await Promise.all(
      this.#threads.map((thread) => this.#load(thread, generation, supergraphSdl)),
    ).catch((error: unknown) => {
      this.drop(generation);
      throw error;
    });
    this.#supergraphs.set(generation, supergraphSdl);
    return replies[0]!.supergraph;
  }

  drop(generation: number): void {
    this.#supergraphs.delete(generation);
    for (const { worker } of this.#threads) worker.postMessage({ kind: 'drop', generation } satisfies PlannerRequest);
  }

  /** Rejects with a PlannerRefusal: QUERY_PLANNING_DEADLINE, QUERY_PLANNING_OVERLOADED, or the planner's own code. */
  async plan(
    generation: number,
    document: string,
    operationName: string | null,
    labels: readonly string[],
  ): Promise<Planned> {
    if (this.#queue.length >= this.#options.maxQueued) {
      throw new PlannerRefusal('QUERY_PLANNING_OVERLOADED', 'Too many new operations are waiting to be planned.');
    }
    const reply = await new Promise<PlannerReply>((resolve, reject) => {
      const request = { kind: 'plan' as const, id: this.#nextId++, generation, document, operationName, labels };
      const job: Job = { request, deadlineMs: this.#options.deadlineMs, resolve, reject, timer: null };
      job.timer = setTimeout(() => this.#expire(job), job.deadlineMs);
      this.#queue.push(job);
      this.#next();
    });
    if (reply.kind !== 'planned') throw new PlannerRefusal('QUERY_PLANNING_FAILED', 'The planner gave no plan.');
    return reply;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const refusal = new PlannerRefusal('QUERY_PLANNING_FAILED', 'The gateway is shutting down.');
    for (const job of this.#queue.splice(0)) this.#fail(job, refusal);
    for (const thread of this.#threads) {
      if (thread.job !== null) this.#fail(thread.job, refusal);
      for (const job of thread.own.splice(0)) this.#fail(job, refusal);
    }
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  async #load(
    thread: Thread,
    generation: number,
    supergraphSdl: string,
  ): Promise<Extract<PlannerReply, { kind: 'loaded' }>> {
    const reply = await new Promise<PlannerReply>((resolve, reject) => {
      const request = { kind: 'load' as const, id: this.#nextId++, generation, supergraphSdl };
      const job: Job = { request, deadlineMs: this.#options.loadDeadlineMs, resolve, reject, timer: null };
      job.timer = setTimeout(() => this.#expire(job), job.deadlineMs);
      thread.own.push(job);
      this.#next();
    });
    if (reply.kind !== 'loaded') throw new PlannerRefusal('SUPERGRAPH_INVALID', 'The supergraph gave no schema.');
    return reply;
  }

  #start(): Thread {
    const { heapLimitMb, maxEvaluatedPlans } = this.#options;
    const worker = new Worker(new URL('./plannerThread.ts', import.meta.url), {
      workerData: { maxEvaluatedPlans },
      resourceLimits: { maxOldGenerationSizeMb: heapLimitMb },
      // Apollo's packages report usage to their maker unless told not to.
      env: { ...process.env, APOLLO_TELEMETRY_DISABLED: 'true', NODE_ENV: 'production' },
      // The host may run with flags (a profiler, an inspector) that are not meant for its threads.
      execArgv: [],
    });
    worker.unref();
    const thread: Thread = { worker, job: null, own: [], hasAnswered: false };
    worker.on('message', (reply: PlannerReply) => this.#settle(thread, reply));
    worker.on('error', (error) => this.#replace(thread, worker, error.message));
    worker.on('exit', () => this.#replace(thread, worker, 'the thread ended'));
    return thread;
  }

  #next(): void {
    for (const thread of this.#threads) {
      if (thread.job !== null) continue;
      const job = thread.own.shift() ?? this.#queue.shift();
      if (job === undefined) continue;
      thread.job = job;
      thread.worker.ref();
      thread.worker.postMessage(job.request);
    }
  }

  #settle(thread: Thread, reply: PlannerReply): void {
    const { job, worker } = thread;
    if (job === null || job.request.id !== reply.id) return;
    thread.job = null;
    thread.hasAnswered = true;
    worker.unref();
    clearTimeout(job.timer ?? undefined);
    if (reply.kind === 'failed') job.reject(new PlannerRefusal(reply.code, reply.message));
    else job.resolve(reply);
    this.#next();
  }

  #expire(job: Job): void {
    const seconds = job.deadlineMs / 1000;
    this.#fail(
      job,
      new PlannerRefusal('QUERY_PLANNING_DEADLINE', `The operation could not be planned within ${seconds} seconds.`),
    );
    const waiting = this.#queue.indexOf(job);
    if (waiting !== -1) this.#queue.splice(waiting, 1);
    const thread = this.#threads.find((candidate) => candidate.job === job);
    if (thread !== undefined) this.#replace(thread, thread.worker, 'an operation passed the planning deadline');
  }

  #fail(job: Job, refusal: PlannerRefusal): void {
    clearTimeout(job.timer ?? undefined);
    job.reject(refusal);
  }

  /** Once per worker: its events may come twice. A thread that dies before its first answer is replaced with delay. */
  #replace(thread: Thread, worker: Worker, reason: string): void {
    const index = this.#threads.indexOf(thread);
    if (this.#isClosed || index === -1) return;
    this.#threads.splice(index, 1);
    worker.removeAllListeners('message');
    void worker.terminate();
    if (thread.job !== null) {
      this.#fail(thread.job, new PlannerRefusal('QUERY_PLANNING_FAILED', 'The planner ran out of memory or crashed.'));
    }
    for (const job of thread.own) {
      this.#fail(job, new PlannerRefusal('QUERY_PLANNING_FAILED', 'The planner was restarted while it was loading.'));
    }
    this.#options.onRestart(reason);
    if (thread.hasAnswered) this.#restart();
    else setTimeout(() => this.#restart(), restartDelayMs).unref();
  }

  #restart(): void {
    if (this.#isClosed) return;
    const thread = this.#start();
    this.#threads.push(thread);
    for (const [generation, supergraphSdl] of this.#supergraphs) {
      void this.#load(thread, generation, supergraphSdl).catch(() => undefined);
    }
    this.#next();
  }
}
