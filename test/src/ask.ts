/** An answer of the gateway, with what HTTP said about it. */
export interface GatewayAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads data of any shape
  readonly data?: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string; readonly serviceName?: string };
  }[];
  // biome-ignore lint/suspicious/noExplicitAny: extensions are free
  readonly extensions?: any;
}

export interface Credentials {
  readonly key?: string;
  readonly token?: string;
}

/** Sends an operation to the gateway as a partner's program would. */
export async function ask(
  url: string,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  { key, token }: Credentials = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<GatewayAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key ? { 'x-api-key': key } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  });
  const content = (await response.json()) as Omit<GatewayAnswer, 'status' | 'headers'>;
  return { ...content, status: response.status, headers: response.headers };
}
