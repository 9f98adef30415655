/** Reads what a subgraph answered. Nothing in it is trusted: forms are checked, sizes are bounded. */

import { readJson } from '../json/readJson.ts';
import { type DataObject, isDataObject, readOwn } from './dataTree.ts';
import type { SubgraphOutcome } from './inFlightRequest.ts';

export type SubgraphError = {
  readonly message: string;
  readonly path: readonly (string | number)[] | null;
  readonly extensions: DataObject | null;
};

export type SubgraphResponse = {
  /** Null: no data. */
  readonly data: DataObject | null;
  readonly errors: readonly SubgraphError[];
  readonly extensions: DataObject | null;
  /** No string in it holds anything that must be escaped in JSON: the text has no escape. */
  readonly needsNoEscaping: boolean;
  readonly fault: { readonly code: string; readonly message: string; readonly status: number | null } | null;
};

/** More errors than this in one answer are left out. */
const maxErrors = 1_000;
/** One error may be shown at many places, so its parts are bounded. */
const messageCharactersMax = 4_096;
const extensionsCharactersMax = 16_384;

/** `numbers` finds custom scalars that may hold numbers: their digits are kept. */
export function readResponse(outcome: SubgraphOutcome, subgraphName: string, numbers: RegExp | null): SubgraphResponse {
  const { fault, status } = outcome;
  // A byte order mark is not part of the text (RFC 8259, 8.1).
  const text = outcome.text?.charCodeAt(0) === 0xfeff ? outcome.text.slice(1) : outcome.text;
  if (fault !== null || text === null) {
    return failed(fault?.code ?? 'SUBGRAPH_UNREACHABLE', fault?.message ?? 'No answer.', status);
  }
  const isOk = status !== null && status >= 200 && status < 300;
  const httpError = () =>
    failed('SUBGRAPH_HTTP_ERROR', `The subgraph "${subgraphName}" answered with status ${status}.`, status);
  const invalid = (what: string) =>
    failed('SUBGRAPH_RESPONSE_INVALID', `The subgraph "${subgraphName}" answered with ${what}.`, status);

  let body: unknown;
  try {
    body = numbers?.test(text) === true ? readJson(text) : JSON.parse(text);
  } catch {
    return isOk ? invalid('something that is not JSON') : httpError();
  }
  if (!isDataObject(body)) return isOk ? invalid('something that is not an object') : httpError();
  const data = readOwn(body, 'data');
  const errors = readErrors(readOwn(body, 'errors'));
  if (errors === null) return invalid('errors of a wrong form');
  if (data !== undefined && data !== null && !isDataObject(data)) return invalid('data of a wrong form');
  if (data === undefined || data === null) {
    if (errors.length === 0) return isOk ? invalid('neither data nor errors') : httpError();
  }
  const extensions = readOwn(body, 'extensions');
  return {
    data: isDataObject(data) ? data : null,
    errors,
    extensions: isDataObject(extensions) ? extensions : null,
    needsNoEscaping: !text.includes('\\'),
    fault: null,
  };
}

function failed(code: string, message: string, status: number | null): SubgraphResponse {
  return { data: null, errors: [], extensions: null, needsNoEscaping: true, fault: { code, message, status } };
}

/** Null: not a list. Entries that are not errors are taken as errors without a message. */
function readErrors(value: unknown): readonly SubgraphError[] | null {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return null;
  return value.slice(0, maxErrors).map((entry: unknown): SubgraphError => {
    if (!isDataObject(entry)) return { message: '', path: null, extensions: null };
    const message = readOwn(entry, 'message');
    const path = readOwn(entry, 'path');
    const extensions = readOwn(entry, 'extensions');
    return {
      message: typeof message === 'string' ? message.slice(0, messageCharactersMax) : '',
      path: isPath(path) ? path : null,
      extensions: isDataObject(extensions) ? boundedExtensions(extensions) : null,
    };
  });
}

/** Too many extensions are left out but for the code, which may be a number. */
function boundedExtensions(extensions: DataObject): DataObject {
  const code = readOwn(extensions, 'code');
  const named = typeof code === 'number' ? { ...extensions, code: String(code) } : extensions;
  if (JSON.stringify(extensions).length <= extensionsCharactersMax) return named;
  return typeof named.code === 'string' ? { code: named.code.slice(0, 100) } : {};
}

const isPath = (value: unknown): value is (string | number)[] =>
  Array.isArray(value) &&
  value.length <= 1_000 &&
  value.every((part) => typeof part === 'string' || Number.isSafeInteger(part));
