import { LRUCache } from 'lru-cache';

const headersKept = 1_000;
const languagesMax = 5;
const headerLengthMax = 500;
const known = new LRUCache<string, string>({ max: headersKept });

/**
 * The normal form of an Accept-Language header: tags only, most wanted first, a few of them. Headers that mean the same
 * become the same text, so that their answers can be shared.
 */
export function normalLanguages(header: string | undefined): string {
  if (header === undefined || header === '*') return '';
  const before = known.get(header);
  if (before !== undefined) return before;
  const tags = header
    .slice(0, headerLengthMax)
    .split(',')
    .map((part, position) => {
      const [tag = '', quality] = part.trim().split(/\s*;\s*q\s*=\s*/);
      return { tag: tag.toLowerCase(), quality: quality === undefined ? 1 : Number(quality), position };
    })
    .filter(({ tag, quality }) => quality > 0 && quality <= 1 && /^[a-z]{2,8}(-[a-z0-9]{1,8})*$/.test(tag))
    .sort((a, b) => b.quality - a.quality || a.position - b.position)
    .map(({ tag }) => tag);
  const normal = [...new Set(tags)].slice(0, languagesMax).join(',');
  known.set(header, normal);
  return normal;
}
