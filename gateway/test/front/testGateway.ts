import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveHttp } from '@games/http';
import { type ConfigOverrides, readConfig } from '../../src/config/readConfig.ts';
import { createGateway, type Gateway } from '../../src/createGateway.ts';
import type { GatewayEvent } from '../../src/observe/events.ts';

/** A gateway of the tests, on a free port. */
export interface TestGateway {
  readonly url: string;
  readonly origin: string;
  readonly gateway: Gateway;
  /** Everything that observers were told. */
  readonly events: readonly GatewayEvent[];
  /** Posts an operation. */
  readonly post: (query: string, options?: PostOptions) => Promise<Answer>;
  /** Puts another supergraph in the place of the one that is served. */
  readonly writeSupergraph: (sdl: string) => void;
  readonly close: () => Promise<void>;
}

export interface PostOptions {
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly extensions?: Record<string, unknown>;
  readonly headers?: Record<string, string>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is looked at by each test
  readonly body: any;
  readonly codes: readonly string[];
}

/** Starts a gateway on a supergraph; everybody may ask unless the overrides say otherwise. */
export async function startTestGateway(supergraph: string, overrides: ConfigOverrides = {}): Promise<TestGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-test-'));
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(file, supergraph);
  const events: GatewayEvent[] = [];
  const config = readConfig({
    overrides: {
      isPublic: true,
      ...overrides,
      listen: { port: 0, drainMs: 2_000, ...(overrides.listen as object) },
      supergraph: { file, pollIntervalMs: 50, ...(overrides.supergraph as object) },
    },
  });
  const gateway = await createGateway(config, [(event) => events.push(event)]);
  const server = await serveHttp({ ...gateway, ...config.listen, limits: config.http });
  const url = server.origin + config.http.path;
  return {
    url,
    origin: server.origin,
    gateway,
    events,
    post: (query, options) => post(url, query, options),
    writeSupergraph: (sdl) => writeFileSync(file, sdl),
    close: async () => {
      gateway.beginClosing();
      await server.close(config.listen.drainMs);
      await gateway.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function post(url: string, query: string, { headers = {}, ...request }: PostOptions = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body: JSON.stringify({ query, ...request }),
  });
  return readAnswer(response);
}

/** The JSON answer of a response, and the codes of its errors. */
export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const body = text === '' ? null : JSON.parse(text);
  const codes = (body?.errors ?? []).map((error: { extensions?: { code?: string } }) => error.extensions?.code);
  return { status: response.status, headers: response.headers, body, codes };
}
