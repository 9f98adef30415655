import { relative } from 'node:path';
import type { Reporter, Test, TestCaseResult } from '@jest/reporters';

/** What the run is told: a test file or a test in it has begun or ended, or all have. */
export type Progress =
  | { readonly kind: 'running'; readonly file: string; readonly test: string | null }
  | { readonly kind: 'ended'; readonly file: string }
  | { readonly kind: 'complete' };

/** Tells the process that started Jest what is running, so that it can name what hangs. */
export default class ProgressReporter implements Pick<Reporter, 'onTestFileStart' | 'onTestFileResult'> {
  constructor() {
    // Without the run around it Jest would be left to itself.
    process.once('disconnect', () => process.exit(1));
    process.channel?.unref();
  }

  onTestFileStart(test: Test): void {
    tell({ kind: 'running', file: fileOf(test), test: null });
  }

  onTestCaseStart(test: Test, { fullName }: { readonly fullName: string }): void {
    tell({ kind: 'running', file: fileOf(test), test: fullName });
  }

  onTestCaseResult(test: Test, _result: TestCaseResult): void {
    tell({ kind: 'running', file: fileOf(test), test: null });
  }

  onTestFileResult(test: Test): void {
    tell({ kind: 'ended', file: fileOf(test) });
  }

  onRunComplete(): void {
    tell({ kind: 'complete' });
  }
}

const fileOf = ({ path, context }: Test): string => relative(context.config.rootDir, path);

function tell(progress: Progress): void {
  if (process.connected) process.send?.(progress);
}
