import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Circus } from '@jest/types';
import { TestEnvironment } from 'jest-environment-node';
import { addMark, describeProcess, killMarked, markedProcesses, removeMark } from './marks.ts';

const graceMs = 5_000;
const lookEveryMs = 50;

/** Node as tests know it; what a test file has started ends with it, and fails it when it did not end by itself. */
export default class MarkedEnvironment extends TestEnvironment {
  readonly #mark = `file-${randomUUID()}`;
  #hasFailed = false;

  override async setup(): Promise<void> {
    await super.setup();
    // A test has a copy of the environment; what is started without naming one inherits the worker's own.
    for (const { env } of [process, this.global.process]) addMark(env, this.#mark);
  }

  handleTestEvent(event: Circus.Event): void {
    if (event.name === 'hook_failure' || event.name === 'test_fn_failure') this.#hasFailed = true;
  }

  override async teardown(): Promise<void> {
    await super.teardown();
    removeMark(process.env, this.#mark);
    for (let waitedMs = 0; waitedMs < graceMs && markedProcesses(this.#mark).length > 0; waitedMs += lookEveryMs) {
      await wait(lookEveryMs);
    }
    const left = killMarked(this.#mark);
    if (left.length === 0) return;
    const sentence = ['Left running, and killed:', ...left.map(describeProcess)].join('\n');
    // An error would take the place of those of the tests.
    if (!this.#hasFailed) throw new Error(sentence);
    process.stderr.write(`${sentence}\n`);
  }
}
