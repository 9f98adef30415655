import { importMessages } from '@games/odf-feed';
import { createTestDatabase } from '@games/testing';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { competitionFeed } from '../src/feed.ts';
import { migrations } from '../src/migrations.ts';
import { messageFile } from './competitionService.ts';
import { facts, story } from './story.ts';

/** Takes messages in, in batches of the sizes given (the last one again and again), and returns the facts they come to. */
async function factsOf(files: readonly string[], batchSizes: readonly number[]) {
  const db = await createTestDatabase(...migrations);
  try {
    let rest = files;
    for (let batch = 0; rest.length > 0; batch += 1) {
      const size = batchSizes[Math.min(batch, batchSizes.length - 1)] as number;
      await importMessages(
        competitionFeed,
        db.database,
        rest.slice(0, size).map((file) => ({ xml: messageFile(file) })),
      );
      rest = rest.slice(size);
    }
    return await facts(db);
  } finally {
    await db.drop();
  }
}

test('messages come to the same facts in any order and in any batches', async () => {
  const expected = await factsOf(story, [story.length]);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...story], { minLength: story.length }),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }),
      async (files, batchSizes) => {
        expect(await factsOf(files, batchSizes)).toEqual(expected);
      },
    ),
    { numRuns: 12, endOnFailure: true },
  );
});
