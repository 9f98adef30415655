import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readConfig } from '../../src/config/readConfig.ts';

const folder = mkdtempSync(join(tmpdir(), 'gateway-config-'));
const file = join(folder, 'config.json');
const write = (value: unknown): string => {
  writeFileSync(file, JSON.stringify(value));
  return file;
};
afterAll(() => rmSync(folder, { recursive: true }));

describe('the configuration', () => {
  test('takes flags before the environment, the environment before the file, the file before the defaults', () => {
    const config = write({
      listen: { port: 1, host: '::1' },
      http: { bodyBytesMax: 5_000 },
      engine: { dedupe: 'off' },
    });
    const read = readConfig({
      flags: ['--port', '3', '--config', config],
      env: { PORT: '2', GATEWAY_HTTP_BODY_BYTES_MAX: '6000' },
    });
    expect(read.listen).toMatchObject({ port: 3, host: '::1' });
    expect(read.http.bodyBytesMax).toBe(6_000);
    expect(read.engine.dedupe).toBe('off');
    expect(read.limits.depthMax).toBe(25);
  });

  test('is open with --public, and closed without', () => {
    expect(readConfig().access).toMatchObject({
      isAnonymousAllowed: false,
      introspection: 'partners',
      subgraphErrors: 'catalogued',
    });
    expect(readConfig({ flags: ['--public'] }).access).toMatchObject({
      isAnonymousAllowed: true,
      introspection: 'everyone',
    });
    expect(
      readConfig({ flags: ['--public'], env: { GATEWAY_ACCESS_INTROSPECTION: 'nobody' } }).access.introspection,
    ).toBe('nobody');
  });

  test("is complete and can't be changed", () => {
    const config = readConfig();
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.engine.subgraphLimits)).toBe(true);
  });

  test('reads structures from JSON, and addresses by name', () => {
    const config = readConfig({
      env: {
        SUBGRAPH_URLS: 'a=http://127.0.0.1:1/graphql, b=http://127.0.0.1:2/graphql',
        TOKEN_ISSUERS:
          '[{"issuer":"https://i.example","audience":"games","jwks":"https://i.example/keys","kinds":["staff"]}]',
        CORS_ORIGINS: 'https://a.example,https://b.example',
      },
    });
    expect(config.supergraph.subgraphUrls.get('b')).toBe('http://127.0.0.1:2/graphql');
    expect(config.access.issuers[0]).toMatchObject({
      issuer: 'https://i.example',
      kinds: ['staff'],
      algorithms: ['ES256', 'EdDSA', 'RS256'],
    });
    expect(config.http.corsOrigins).toEqual(['https://a.example', 'https://b.example']);
  });

  test.each([
    [{ env: { PORT: '99999' } }, 'PORT must be a whole number from 0 to 65535.'],
    [{ env: { DEDUPE: 'some' } }, 'DEDUPE must be one of off, subgraph, all.'],
    [{ env: { TOKEN_ISSUERS: 'x' } }, 'TOKEN_ISSUERS must be JSON.'],
    [
      { env: { TOKEN_ISSUERS: '[{"issuer":"a","audience":"b","jwks":"c","algorithms":["HS256"]}]' } },
      /issuers whose algorithms are some of RS256/,
    ],
    [{ env: { SUBGRAPH_URLS: 'nonsense' } }, /must be pairs name=value/],
    [{ env: { SUBSCRIPTION_EVENTS: '{"a":{"source":"kafka"}}' } }, /source is redis or postgres/],
    [{ overrides: { http: { nothing: 1 } } }, 'There is no setting http.nothing.'],
    [{ overrides: { http: 1 } }, 'http must be an object of settings.'],
    [{ overrides: { limits: { depthMax: '5' } } }, /limits\.depthMax.* must be a whole number/],
  ])('says in a sentence what is wrong: %j', (options, message) => {
    expect(() => readConfig(options)).toThrow(message);
  });
});
