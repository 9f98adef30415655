import TestSequencer from '@jest/test-sequencer';

const rank = ({ path }) => (/\/test\/test\//.test(path) ? 0 : path.endsWith('.slow.test.ts') ? 1 : 2);

/** Longest first: whole Games, then what is known to be slow, then as Jest has it (by the last durations, or by size). */
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
}
