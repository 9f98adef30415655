import { expect, test } from '@jest/globals';
import { batchLoader, groupLoader } from '../src/index.ts';

interface Row {
  readonly id: number;
}
const keyOf = ({ id }: Row): number => id;
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

test('a batch larger than a thousand keys is split, and each key gets its own row', async () => {
  const batches: number[] = [];
  const loader = batchLoader(async (keys: readonly number[]) => {
    batches.push(keys.length);
    return keys.map((id) => ({ id })).reverse();
  }, keyOf);
  const rows = await loader.loadMany(numbers(2_500));
  expect(rows).toEqual(numbers(2_500).map((id) => ({ id })));
  expect(batches).toEqual([1_000, 1_000, 500]);
});

test('a loader that reads two rows for a key, or one that was not asked for, is a fault', async () => {
  const twice = batchLoader(async ([id]: readonly number[]) => [{ id: id as number }, { id: id as number }], keyOf);
  await expect(twice.load(1)).rejects.toThrow('two rows for the key 1');
  const foreign = batchLoader(async () => [{ id: 2 }], keyOf);
  await expect(foreign.load(1)).rejects.toThrow('a row for 2, which it did not ask for');
  const foreignGroup = groupLoader(async () => [{ id: 2 }], keyOf);
  await expect(foreignGroup.load(1)).rejects.toThrow('a row for 2, which it did not ask for');
});
