/** What subgraph answers say besides data: caching, headers and extensions that are handed on. */

import type { ExecuteResult } from '../contract/operation.ts';
import type { RunResponse } from '../execute/executeProgram.ts';

export type Metadata = Pick<ExecuteResult, 'subgraphCacheControl' | 'responseHeaders'>;

const silent: ExecuteResult['subgraphCacheControl'] = Object.freeze({
  maxAgeSeconds: null,
  isPrivate: false,
  isUncacheable: false,
});

export function readMetadata(responses: readonly RunResponse[], propagated: ReadonlySet<string>): Metadata {
  let cacheControl = silent;
  const responseHeaders: string[] = [];
  for (const { headers } of responses) {
    if (headers === null) continue;
    for (let index = 0; index + 1 < headers.length; index += 2) {
      const { length } = headers[index]!;
      if (length !== cacheControlName.length && propagated.size === 0) continue;
      const name = headers[index]!.toString('latin1').toLowerCase();
      const value = headers[index + 1]!;
      if (name === cacheControlName) cacheControl = combine(cacheControl, value.toString('latin1'));
      if (propagated.has(name)) responseHeaders.push(name, value.toString('latin1'));
    }
  }
  return { subgraphCacheControl: cacheControl, responseHeaders };
}

const cacheControlName = 'cache-control';

function combine(known: typeof silent, header: string): typeof silent {
  const directives = header
    .toLowerCase()
    .split(',')
    .map((directive) => directive.trim());
  const age = directives.find((directive) => /^max-age=\d+$/.test(directive));
  const seconds = age === undefined ? null : Number(age.slice('max-age='.length));
  return {
    maxAgeSeconds:
      seconds === null ? known.maxAgeSeconds : Math.min(seconds, known.maxAgeSeconds ?? Number.POSITIVE_INFINITY),
    isPrivate: known.isPrivate || directives.includes('private'),
    isUncacheable: known.isUncacheable || directives.includes('no-store') || directives.includes('no-cache'),
  };
}

/** `,"extensions":{…}`, or nothing. Objects under one key are merged in the order of arrival. */
export function extensionsText(responses: readonly RunResponse[], propagated: readonly string[]): string {
  if (propagated.length === 0) return '';
  const merged = new Map<string, unknown>();
  for (const { extensions } of responses) {
    if (extensions === null) continue;
    for (const key of propagated) {
      if (!Object.hasOwn(extensions, key)) continue;
      const known = merged.get(key);
      const value = extensions[key];
      merged.set(key, needsNoEscaping(known) && needsNoEscaping(value) ? { ...known, ...value } : value);
    }
  }
  return merged.size === 0 ? '' : `,"extensions":${JSON.stringify(Object.fromEntries(merged))}`;
}

const needsNoEscaping = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
