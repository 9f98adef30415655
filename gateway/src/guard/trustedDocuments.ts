import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ClientError } from '@games/service';

/** Documents that were registered before anything runs; where they are the only ones, no other text is ever parsed. */
export interface TrustedDocuments {
  /** The text of an id or SHA-256. Throws DOCUMENT_NOT_TRUSTED. */
  readonly find: (id: string) => string;
  /** Throws DOCUMENT_NOT_TRUSTED unless the text is, to the letter, one of them. */
  readonly check: (text: string) => void;
}

/**
 * Reads trusted documents from manifests – Apollo's form `{ operations: [{ id, body }] }` or `{ id: text }` – and from
 * folders of `.graphql` files. Every document can be asked for by the id of its manifest and by its SHA-256.
 * Throws when a file is neither.
 */
export function readTrustedDocuments(paths: readonly string[]): TrustedDocuments {
  const byId = new Map<string, string>();
  const texts = new Set<string>();
  for (const [id, text] of readDocuments(paths)) {
    byId.set(id, text);
    byId.set(createHash('sha256').update(text).digest('hex'), text);
    texts.add(text);
  }
  const refused = () =>
    new ClientError('DOCUMENT_NOT_TRUSTED', 'Only documents registered beforehand are answered here.');
  return {
    find: (id) => {
      const text = byId.get(id);
      if (text === undefined) throw refused();
      return text;
    },
    check: (text) => {
      if (!texts.has(text)) throw refused();
    },
  };
}

/** Documents of manifests and folders, with their ids. Throws when a file is neither. */
export const readDocuments = (paths: readonly string[]): readonly (readonly [id: string, text: string])[] =>
  paths.flatMap(readPath);

function readPath(path: string): readonly (readonly [id: string, text: string])[] {
  if (!statSync(path).isDirectory()) return readManifest(path);
  return readdirSync(path)
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => [file.slice(0, -'.graphql'.length), readFileSync(join(path, file), 'utf8')]);
}

function readManifest(path: string): readonly (readonly [string, string])[] {
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly operations?: readonly { readonly id: string; readonly body: string }[];
  };
  const pairs = Array.isArray(manifest.operations)
    ? manifest.operations.map(({ id, body }) => [id, body] as const)
    : Object.entries(manifest as Record<string, unknown>);
  return pairs.map(([id, text]) => {
    if (typeof id !== 'string' || typeof text !== 'string') throw new Error(`${path} is not a manifest of documents.`);
    return [id, text];
  });
}
