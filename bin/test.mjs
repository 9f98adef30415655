#!/usr/bin/env node
/**
 * `npm test [-- PATTERN …]`: all suites, on a PostgreSQL and (where redis-server is installed) a Redis of their own.
 * `--quick` leaves out what starts many processes or runs long: the end-to-end suites and those named `*.slow.test.ts`.
 */
import { join } from 'node:path';
import { ensureInstalled, handOver, root } from './node24.mjs';

ensureInstalled();
const args = process.argv.slice(2);
const quick = args.includes('--quick');
const rest = args.filter((arg) => arg !== '--quick');
handOver(
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(root, 'node_modules/jest/bin/jest.js'),
    `--rootDir=${root}`,
    '--config',
    join(root, 'jest.config.js'),
    ...(quick ? ['--testPathIgnorePatterns', '\\.slow\\.test\\.ts$', '/test/test/'] : []),
    ...rest,
  ],
  { LOG_LEVEL: process.env.LOG_LEVEL ?? 'error' },
);
