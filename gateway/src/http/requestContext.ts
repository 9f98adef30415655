import type { IncomingHttpHeaders } from 'node:http';
import { addressBlock } from '@games/http';
import type { Credentials } from '../guard/authenticate.ts';
import type { Identity } from '../guard/identity.ts';
import type { RequestContext } from '../operation/request.ts';
import { normalLanguages } from './languages.ts';

/** Looks a header up by its lower-case name – of a request, or of what a WebSocket says of itself. */
export type HeaderOf = (name: string) => string | undefined;

/** Which request headers mean something beyond HTTP. */
export interface ContextHeaders {
  /** Lower-case names of those that subgraphs get. */
  readonly forwardedNames: readonly string[];
  /** The one with labels of progressive overrides. */
  readonly overrideHeader: string;
}

const none: readonly string[] = Object.freeze([]);
const labelsMax = 32;

/** The headers of a request; those that came several times are one, as HTTP has it. */
export function headersOf(headers: IncomingHttpHeaders): HeaderOf {
  return (name) => {
    const value = headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  };
}

/** What a client shows to say who it is. */
export function readCredentials(headerOf: HeaderOf): Credentials {
  return { apiKey: headerOf('x-api-key'), authorization: headerOf('authorization') };
}

/** What a viewer's requests are counted under: its own account, or the address where only that is known. */
export const accountOf = ({ account }: Identity, address: string): string =>
  account ?? `address:${addressBlock(address)}`;

/** What of the headers shapes an answer, beside the viewer. */
export function readContext(
  headerOf: HeaderOf,
  { forwardedNames, overrideHeader }: ContextHeaders,
): Pick<RequestContext, 'languages' | 'forwardedHeaders' | 'overrideLabels'> {
  return {
    languages: normalLanguages(headerOf('accept-language')),
    forwardedHeaders: forwardedNames.length === 0 ? none : forwardedNames.flatMap((name) => pair(name, headerOf(name))),
    overrideLabels: readLabels(headerOf(overrideHeader)),
  };
}

const pair = (name: string, value: string | undefined): readonly string[] =>
  value === undefined ? none : [name, value];

function readLabels(header: string | undefined): readonly string[] {
  if (header === undefined) return none;
  const labels = header.split(',', labelsMax).map((label) => label.trim());
  return labels.filter((label) => label !== '');
}
