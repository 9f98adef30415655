import { anonymousViewer, signViewer, type Viewer, viewerHeader } from '@games/service';

/** The secret that tests share between "the gateway" (themselves) and the subgraphs they start. */
export const testViewerSecret = 'a secret of tests only, as long as a real one would be';

/** A viewer for tests; what is not given is anonymous. */
export function testViewer(viewer: Partial<Viewer> = {}): Viewer {
  return { ...anonymousViewer, ...viewer };
}

/** The header that the gateway would send to a service for this viewer. */
export function signedViewerHeaders(viewer: Viewer, service: string): Record<string, string> {
  return { [viewerHeader]: signViewer(viewer, service, testViewerSecret) };
}

/** A service of the graph: its name and where it answers. */
export interface AskedService {
  readonly name: string;
  readonly url: string;
}

export interface GraphqlAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: a test reads data of any shape
  readonly data?: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string } & Readonly<Record<string, unknown>>;
  }[];
}

/** Asks a service as the gateway would. */
export async function postGraphql(
  { name, url }: AskedService,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  viewer: Viewer = anonymousViewer,
  headers: Readonly<Record<string, string>> = {},
): Promise<GraphqlAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signedViewerHeaders(viewer, name), ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as GraphqlAnswer;
}
