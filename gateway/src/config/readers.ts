import type { PolicyRule } from '../guard/authorise.ts';
import { SettingError } from './setting.ts';

/** An issuer of tokens that the gateway accepts. */
export interface TokenIssuer {
  /** The `iss` claim, exactly. */
  readonly issuer: string;
  /** The `aud` claim must hold this. */
  readonly audience: string;
  /** Address (`https:`, or `http:` on this machine) or file of its JSON Web Key Set. */
  readonly jwks: string;
  /** Asymmetric algorithms only. */
  readonly algorithms: readonly string[];
  /** What its tokens may make of a viewer. */
  readonly kinds: readonly ('fan' | 'staff')[];
}

/** Where the events of a subscription field come from, when it is not the subgraph itself that streams them. */
export interface EventSource {
  readonly source: 'redis' | 'postgres';
  readonly channel: string;
  /** Where given, the payload begins after the first of these in the text of an event. */
  readonly after: string | null;
  /** Where given, only events whose payload equals this concern the subscriber; `{name}` stands for an argument. */
  readonly payload: string | null;
  /**
   * What an event makes the gateway fetch anew: the object with these key fields (`__typename` among them), or the
   * field of Query that answers the same as the subscription's field. `{name}` stands for an argument, `{payload}` for
   * the text of the event.
   */
  readonly fetch:
    | { readonly kind: 'entity'; readonly keys: Readonly<Record<string, string>> }
    | { readonly kind: 'query'; readonly field: string };
}

const algorithmsAccepted = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Reads the list of token issuers. */
export function readIssuers(value: unknown): readonly TokenIssuer[] {
  return listOf(value, 'a list of issuers').map((item) => {
    const issuer = recordOf(item, 'a list of objects with issuer, audience and jwks');
    const algorithms = textsOf(issuer.algorithms ?? ['ES256', 'EdDSA', 'RS256'], 'algorithms');
    const kinds = textsOf(issuer.kinds ?? ['fan'], 'kinds');
    if (algorithms.length === 0 || !algorithms.every((name) => algorithmsAccepted.includes(name))) {
      throw new SettingError(`issuers whose algorithms are some of ${algorithmsAccepted.join(', ')}`);
    }
    if (!kinds.every((kind) => kind === 'fan' || kind === 'staff')) {
      throw new SettingError('issuers whose kinds are fan, staff or both');
    }
    return Object.freeze({
      issuer: textOf(issuer.issuer, 'issuer'),
      audience: textOf(issuer.audience, 'audience'),
      jwks: textOf(issuer.jwks, 'jwks'),
      algorithms,
      kinds: kinds as TokenIssuer['kinds'],
    });
  });
}

/** Reads the rules behind `@policy`, by the policy's name. */
export function readPolicies(value: unknown): ReadonlyMap<string, PolicyRule> {
  return new Map(
    Object.entries(recordOf(value, 'an object of policies')).map(([name, item]) => {
      const rule = recordOf(item, 'an object of policies, each with kinds, scopes or partners');
      const list = (key: string) => (rule[key] === undefined ? null : textsOf(rule[key], key));
      return [
        name,
        { kinds: list('kinds') as PolicyRule['kinds'], scopes: list('scopes'), partners: list('partners') },
      ];
    }),
  );
}

/** Reads where the events of subscription fields come from, by the field's name. */
export function readEventSources(value: unknown): ReadonlyMap<string, EventSource> {
  return new Map(
    Object.entries(recordOf(value, 'an object of event sources')).map(([field, item]) => {
      const source = recordOf(item, 'an object of event sources, each with source, channel and entity or query');
      if (source.source !== 'redis' && source.source !== 'postgres') {
        throw new SettingError('event sources whose source is redis or postgres');
      }
      const channel = textOf(source.channel, 'channel');
      const optional = (name: string) => (source[name] === undefined ? null : textOf(source[name], name));
      const [payload, after] = [optional('payload'), optional('after')];
      return [field, Object.freeze({ source: source.source, channel, payload, after, fetch: readFetch(source) })];
    }),
  );
}

function readFetch(source: Record<string, unknown>): EventSource['fetch'] {
  if (source.query !== undefined) return { kind: 'query', field: textOf(source.query, 'query') };
  const entity = recordOf(
    source.entity,
    'event sources with an entity, an object of texts, or a query, the name of a field',
  );
  const keys = Object.entries(entity).map(([name, text]) => [name, textOf(text, 'entity')] as const);
  return { kind: 'entity', keys: Object.freeze(Object.fromEntries(keys)) };
}

/** Reads numbers by name, by the name of a subgraph. */
export function readNumbersBySubgraph(value: unknown): ReadonlyMap<string, Readonly<Record<string, number>>> {
  return new Map(
    Object.entries(recordOf(value, 'an object of limits by subgraph')).map(([subgraph, item]) => {
      const limits = recordOf(item, 'an object of limits by subgraph');
      if (!Object.values(limits).every((limit) => typeof limit === 'number' && limit >= 0)) {
        throw new SettingError('an object of limits by subgraph, each a number');
      }
      return [subgraph, Object.freeze({ ...limits } as Record<string, number>)];
    }),
  );
}

function listOf(value: unknown, expected: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new SettingError(expected);
  return value;
}

function recordOf(value: unknown, expected: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SettingError(expected);
  return value as Record<string, unknown>;
}

function textOf(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') throw new SettingError(`given with ${name} as a text`);
  return value;
}

function textsOf(value: unknown, name: string): readonly string[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw new SettingError(`given with ${name} as a list of texts`);
  }
  return Object.freeze([...value]);
}
