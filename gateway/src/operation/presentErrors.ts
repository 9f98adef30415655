import { ClientError, type ErrorCode, errorCatalogue } from '@games/service';
import { type LocatedError, RefusalError } from '../contract/errors.ts';
import { isRawNumber } from '../json/readJson.ts';

/** Whose messages of subgraphs reach clients: only those with a code of the catalogue, or all that have a code. */
export type SubgraphErrorPolicy = 'catalogued' | 'coded';

export const isCatalogued = (code: string): code is ErrorCode => Object.hasOwn(errorCatalogue, code);

/** What a client is told of a fault that it can do nothing about. */
const maskedMessage = 'Something went wrong on our side.';

/** Codes whose texts come from the inside: reported instead is the catalogue's sentence. */
const codesWithInnerText = new Set([
  'INTERNAL_SERVER_ERROR',
  'DOWNSTREAM_SERVICE_ERROR',
  'PLAN_EXECUTION_FAILED',
  'QUERY_PLANNING_FAILED',
  'QUERY_PLAN_EMPTY',
]);

/** Parts of an error that speak of the inside, whatever their content. */
const innerExtensions = new Set([
  'stacktrace',
  'stack',
  'exception',
  'trace',
  'cause',
  'debug',
  'debugMessage',
  'originalError',
  'url',
  'sql',
  'query',
  'http',
  'response',
]);

/**
 * Turns whatever was thrown into the errors of an answer. The text of a ClientError or RefusalError is public; all else
 * becomes INTERNAL_SERVER_ERROR and is told to `onFault` alone.
 */
export function presentThrown(thrown: unknown, onFault: (error: unknown) => void): readonly LocatedError[] {
  if (thrown instanceof ClientError) {
    return [{ message: thrown.message, extensions: { ...thrown.extensions, code: thrown.code } }];
  }
  if (thrown instanceof RefusalError) {
    if (thrown.errors === null)
      return [{ message: thrown.message, extensions: { ...thrown.extensions, code: thrown.code } }];
    return thrown.errors.map(({ message, locations }) => ({
      message,
      ...(locations === undefined ? {} : { locations }),
      extensions: { code: thrown.code },
    }));
  }
  onFault(thrown);
  return [{ message: maskedMessage, extensions: { code: 'INTERNAL_SERVER_ERROR' } }];
}

/**
 * The last word on an error of a subgraph or of the engine before it is written into an answer: what may be known
 * outside stays, with those extensions that say nothing of the inside; the text of anything else is told to `onMasked`.
 */
export function presentLocated(
  error: LocatedError,
  policy: SubgraphErrorPolicy,
  onMasked: (error: LocatedError) => void,
): LocatedError {
  const { code, serviceName } = error.extensions;
  if (!codesWithInnerText.has(code) && (isCatalogued(code) || policy === 'coded')) {
    return { ...error, extensions: { ...openParts(error.extensions), code } };
  }
  onMasked(error);
  const shown = isCatalogued(code) ? code : 'INTERNAL_SERVER_ERROR';
  return {
    ...error,
    message: shown === 'INTERNAL_SERVER_ERROR' ? maskedMessage : errorCatalogue[shown].summary,
    extensions: { code: shown, ...(serviceName === undefined ? {} : { serviceName }) },
  };
}

/** Extensions, at whatever depth, without those that speak of the inside. */
function openParts(extensions: object): Record<string, unknown> {
  const open = Object.entries(extensions).filter(([name]) => !innerExtensions.has(name));
  return Object.fromEntries(open.map(([name, value]) => [name, openValue(value)]));
}

function openValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(openValue);
  return typeof value === 'object' && value !== null && !isRawNumber(value) ? openParts(value) : value;
}

/** Takes the names of other parts of the schema out of messages, for those who may not read it. */
export function withoutSuggestions(errors: readonly LocatedError[]): readonly LocatedError[] {
  return errors.map((error) => {
    const at = error.message.indexOf(' Did you mean ');
    return at === -1 ? error : { ...error, message: error.message.slice(0, at) };
  });
}
