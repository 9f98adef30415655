#!/usr/bin/env node
/**
 * `npm test [-- PATTERN …]`: all suites, on a PostgreSQL and (where redis-server is installed) a Redis of their own.
 * `--quick` leaves out what starts many processes or runs long: the end-to-end suites and those named `*.slow.test.ts`.
 */
import { join } from 'node:path';
import { ensureInstalled, handOver, root } from './node24.mjs';

ensureInstalled();
const args = process.argv.slice(2);
const quick = args.includes('--quick') ? ['--testPathIgnorePatterns', '\\.slow\\.test\\.ts$', '/test/test/'] : [];
handOver([join(root, 'packages/testing/src/run.ts'), ...quick, ...args.filter((arg) => arg !== '--quick')], {
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
});
