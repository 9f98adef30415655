import { LRUCache } from 'lru-cache';

/** All answers to introspection that a generation keeps, for all clients. */
const bytesMax = 8 * 1024 * 1024;

/** Answers to introspection as JSON texts, by document, field and variables: the schema of a generation does not change. */
export type IntrospectionCache = LRUCache<string, string>;

export const createIntrospectionCache = (): IntrospectionCache =>
  new LRUCache({ maxSize: bytesMax, sizeCalculation: (text, key) => 2 * (text.length + key.length) + 1 });
