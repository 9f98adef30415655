import { ClientError } from '@games/service';
import { LRUCache } from 'lru-cache';
import type { JsonObject } from '../contract/jsonObject.ts';
import { readJson } from '../json/readJson.ts';
import type { OperationRequest } from '../operation/request.ts';

/** One operation, or the list of a batch. */
export type ReadRequests = OperationRequest | readonly OperationRequest[];

/** Reads GraphQL requests from their texts. What was read is kept by its text, so a repeated one is not parsed. */
export interface RequestReader {
  /** The body of a POST: JSON. Throws BAD_REQUEST, BATCHING_NOT_SUPPORTED or BATCH_TOO_LARGE. */
  readonly fromBody: (text: string) => ReadRequests;
  /** The query part of the address of a GET, without `?`. Throws BAD_REQUEST. */
  readonly fromSearch: (search: string) => OperationRequest;
}

/** A parsed request is some times as large as its text. */
const heapPerCharacter = 6;
const textLengthKept = 65_536;

/** @param batchSizeMax operations in one list; 0 refuses lists */
export function createRequestReader({
  batchSizeMax,
  cacheBytes,
}: {
  readonly batchSizeMax: number;
  readonly cacheBytes: number;
}): RequestReader {
  const kept = new LRUCache<string, ReadRequests>({
    maxSize: cacheBytes,
    sizeCalculation: (_request, text) => text.length * heapPerCharacter + 200,
  });
  const remembered = <T extends ReadRequests>(key: string, read: () => T): T => {
    const known = kept.get(key);
    if (known !== undefined) return known as T;
    const fresh = read();
    if (key.length <= textLengthKept) kept.set(key, fresh);
    return fresh;
  };

  return {
    fromBody: (text) =>
      remembered(text, () => {
        const body = parseJson(text, 'The body');
        if (!Array.isArray(body)) return readOperation(body);
        if (batchSizeMax === 0) throw new ClientError('BATCHING_NOT_SUPPORTED', 'Send one operation in each request.');
        if (body.length > batchSizeMax) {
          throw new ClientError('BATCH_TOO_LARGE', `A list may have ${batchSizeMax} operations.`);
        }
        if (body.length === 0) throw new ClientError('BAD_REQUEST', 'The list of operations is empty.');
        return Object.freeze(body.map(readOperation));
      }),
    // No body begins with a question mark, so the two never meet.
    fromSearch: (search) => remembered(`?${search}`, () => readSearch(search)),
  };
}

/** Holds a parsed request against the form of GraphQL over HTTP (§5). Throws BAD_REQUEST. */
export function readOperation(body: unknown): OperationRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ClientError('BAD_REQUEST', 'The request must be an object.');
  }
  const members = body as JsonObject;
  return Object.freeze({
    query: textOf(members, 'query'),
    operationName: textOf(members, 'operationName'),
    variables: objectOf(members, 'variables'),
    extensions: objectOf(members, 'extensions'),
    documentId: textOf(members, 'documentId') ?? textOf(members, 'id'),
  });
}

const searchNames = new Set(['query', 'operationName', 'variables', 'extensions', 'documentId', 'id']);

function readSearch(search: string): OperationRequest {
  const members: Record<string, unknown> = {};
  for (const part of search.split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const name = decode(at === -1 ? part : part.slice(0, at));
    if (!searchNames.has(name)) continue;
    if (Object.hasOwn(members, name)) throw new ClientError('BAD_REQUEST', `The parameter "${name}" is there twice.`);
    const text = decode(at === -1 ? '' : part.slice(at + 1));
    const isJson = name === 'variables' || name === 'extensions';
    members[name] = isJson
      ? text === ''
        ? null
        : parseJson(text, `The parameter "${name}"`)
      : text === ''
        ? null
        : text;
  }
  return readOperation(members);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new ClientError('BAD_REQUEST', 'The address is not UTF-8 in percent encoding.');
  }
}

function parseJson(text: string, what: string): unknown {
  try {
    return readJson(text);
  } catch {
    throw new ClientError('BAD_REQUEST', `${what} is not JSON.`);
  }
}

function own(members: JsonObject, name: string): unknown {
  return Object.hasOwn(members, name) ? (members[name] ?? null) : null;
}

function textOf(members: JsonObject, name: string): string | null {
  const value = own(members, name);
  if (value === null || typeof value === 'string') return value;
  throw new ClientError('BAD_REQUEST', `"${name}" must be a string.`);
}

function objectOf(members: JsonObject, name: string): JsonObject | null {
  const value = own(members, name);
  if (value === null) return null;
  if (typeof value === 'object' && !Array.isArray(value)) return value as JsonObject;
  throw new ClientError('BAD_REQUEST', `"${name}" must be an object.`);
}
