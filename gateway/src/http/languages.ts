import { readHeaderList } from '@games/http';
import { LRUCache } from 'lru-cache';

const headersKept = 1_000;
const languagesMax = 5;
const tagLengthMax = 35;
const languageTag = /^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/;
const keptLengthMax = 512;
const known = new LRUCache<string, string>({ max: headersKept });

/**
 * The normal form of an Accept-Language header: tags only, most wanted first, a few of them. Headers that mean the same
 * become the same text, so that their answers can be shared.
 */
export function normalLanguages(header: string | undefined): string {
  if (header === undefined || header === '*') return '';
  const before = known.get(header);
  if (before !== undefined) return before;
  const tags = readHeaderList(header)
    .filter(({ value, quality }) => quality > 0 && value.length <= tagLengthMax && languageTag.test(value))
    .toSorted((a, b) => b.quality - a.quality)
    .map(({ value }) => value);
  const normal = [...new Set(tags)].slice(0, languagesMax).join(',');
  if (header.length <= keptLengthMax) known.set(header, normal);
  return normal;
}
