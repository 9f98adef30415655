/**
 * Planner processes. Apollo's planner can block for many seconds and eat gigabytes on a hostile operation; here that
 * costs one process, which is ended at the deadline (or by its heap limit) and replaced, and one refused operation. They
 * are not threads, because V8 ends the whole process when a thread runs past its heap limit too fast.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { LoadedSupergraph } from './apolloPlanner.ts';
import type { PlannerReply, PlannerRequest } from './plannerMessages.ts';
import type { QueryPlan } from './queryPlan.ts';

export type PlannerPoolOptions = {
  readonly processes: number;
  readonly deadlineMs: number;
  readonly heapMegabytesMax: number;
  /** Compares all plans of an operation, at the lowest priority of the machine. */
  readonly isThorough?: boolean;
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

export type Planned = { readonly plan: QueryPlan; readonly isBest: boolean; readonly planningMs: number };

type Job = {
  readonly request: PlannerRequest & { id: number };
  readonly deadlineMs: number;
  readonly resolve: (reply: PlannerReply) => void;
  readonly reject: (error: PlannerRefusal) => void;
  timer: NodeJS.Timeout | null;
};

type Planner = { readonly child: ChildProcess; job: Job | null; readonly own: Job[]; hasAnswered: boolean };

const restartDelayMs = 1000;
const loadDeadlineMs = 60_000;
/** Operations that wait to be planned. */
const queuedMax = 256;
const script = fileURLToPath(new URL('./plannerProcess.ts', import.meta.url));

export class PlannerPool {
  readonly #options: PlannerPoolOptions;
  readonly #planners: Planner[] = [];
  readonly #queue: Job[] = [];
  /** What a replaced process must load again. */
  readonly #supergraphs = new Map<number, string>();
  #nextId = 1;
  #isClosed = false;

  constructor(options: PlannerPoolOptions) {
    this.#options = options;
    for (let index = 0; index < options.processes; index++) this.#planners.push(this.#start());
  }

  /** Loads the supergraph in every process. Rejects with a PlannerRefusal when it can't be used. */
  async load(generation: number, supergraphSdl: string): Promise<LoadedSupergraph> {
    const replies = await Promise.all(
      this.#planners.map((planner) => this.#load(planner, generation, supergraphSdl)),
    ).catch((error: unknown) => {
      this.drop(generation);
      throw error;
    });
    this.#supergraphs.set(generation, supergraphSdl);
    return replies[0]!.supergraph;
  }

  drop(generation: number): void {
    this.#supergraphs.delete(generation);
    for (const planner of this.#planners) send(planner, { kind: 'drop', generation });
  }

  /** Rejects with a PlannerRefusal: QUERY_PLANNING_DEADLINE, QUERY_PLANNING_OVERLOADED, or the planner's own code. */
  async plan(
    generation: number,
    document: string,
    operationName: string | null,
    labels: readonly string[],
  ): Promise<Planned> {
    if (this.#queue.length >= queuedMax) {
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
    for (const planner of this.#planners) {
      if (planner.job !== null) this.#fail(planner.job, refusal);
      for (const job of planner.own.splice(0)) this.#fail(job, refusal);
    }
    await Promise.all(this.#planners.map(({ child }) => endOf(child)));
  }

  async #load(
    planner: Planner,
    generation: number,
    supergraphSdl: string,
  ): Promise<Extract<PlannerReply, { kind: 'loaded' }>> {
    const reply = await new Promise<PlannerReply>((resolve, reject) => {
      const request = { kind: 'load' as const, id: this.#nextId++, generation, supergraphSdl };
      const job: Job = { request, deadlineMs: loadDeadlineMs, resolve, reject, timer: null };
      job.timer = setTimeout(() => this.#expire(job), job.deadlineMs);
      planner.own.push(job);
      this.#next();
    });
    if (reply.kind !== 'loaded') throw new PlannerRefusal('SUPERGRAPH_INVALID', 'The supergraph gave no schema.');
    return reply;
  }

  #start(): Planner {
    const { heapMegabytesMax, isThorough } = this.#options;
    const child = fork(script, isThorough ? ['thorough'] : [], {
      execArgv: [`--max-old-space-size=${heapMegabytesMax}`],
      // Apollo's packages report usage to their maker unless told not to.
      env: { ...process.env, APOLLO_TELEMETRY_DISABLED: 'true', NODE_ENV: 'production', NODE_OPTIONS: '' },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    if (isThorough && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    child.unref();
    child.channel?.unref();
    const planner: Planner = { child, job: null, own: [], hasAnswered: false };
    child.on('message', (reply) => this.#settle(planner, reply as PlannerReply));
    child.on('error', (error) => this.#replace(planner, error.message));
    child.on('exit', () => this.#replace(planner, 'the process ended'));
    return planner;
  }

  #next(): void {
    for (const planner of this.#planners) {
      if (planner.job !== null) continue;
      const job = planner.own.shift() ?? this.#queue.shift();
      if (job === undefined) continue;
      planner.job = job;
      // While something is asked for, the planner keeps this process alive.
      planner.child.channel?.ref();
      send(planner, job.request);
    }
  }

  #settle(planner: Planner, reply: PlannerReply): void {
    const { job, child } = planner;
    if (job === null || job.request.id !== reply.id) return;
    planner.job = null;
    planner.hasAnswered = true;
    child.channel?.unref();
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
    const planner = this.#planners.find((candidate) => candidate.job === job);
    if (planner !== undefined) this.#replace(planner, 'an operation passed the planning deadline');
  }

  #fail(job: Job, refusal: PlannerRefusal): void {
    clearTimeout(job.timer ?? undefined);
    job.reject(refusal);
  }

  /** Once per process: its events may come twice. One that dies before its first answer is replaced with delay. */
  #replace(planner: Planner, reason: string): void {
    const index = this.#planners.indexOf(planner);
    if (this.#isClosed || index === -1) return;
    this.#planners.splice(index, 1);
    planner.child.removeAllListeners('message');
    planner.child.kill('SIGKILL');
    if (planner.job !== null) {
      this.#fail(planner.job, new PlannerRefusal('QUERY_PLANNING_FAILED', 'The planner ran out of memory or crashed.'));
    }
    for (const job of planner.own) {
      this.#fail(job, new PlannerRefusal('QUERY_PLANNING_FAILED', 'The planner was restarted while it was loading.'));
    }
    this.#options.onRestart(reason);
    if (planner.hasAnswered) this.#restart();
    else setTimeout(() => this.#restart(), restartDelayMs).unref();
  }

  #restart(): void {
    if (this.#isClosed) return;
    const planner = this.#start();
    this.#planners.push(planner);
    for (const [generation, supergraphSdl] of this.#supergraphs) {
      void this.#load(planner, generation, supergraphSdl).catch(() => undefined);
    }
    this.#next();
  }
}

/** A process that is ending can't be told anything; its end is heard of by itself. */
function send({ child }: Planner, request: PlannerRequest): void {
  if (child.connected) child.send(request, () => undefined);
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    child.ref();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
