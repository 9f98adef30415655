#!/usr/bin/env node
import { join } from 'node:path';
import { ensureInstalled, handOver, root } from './node24.mjs';

ensureInstalled();
handOver(
  [join(root, 'cli/src/start/main.ts'), ...process.argv.slice(2)],
  {},
  { startAgain: { GAMES_STARTED_AGAIN: '1' } },
);
