import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { schemaFolder } from '@games/schema';
import type { GatewayConfig } from '../config/readConfig.ts';
import { readDocuments } from './trustedDocuments.ts';

/** The folder of operations that belong to the graph: the configured one, or the named operations of the committed supergraph. */
export function operationsFolderOf({
  explorer,
  supergraph,
}: Pick<GatewayConfig, 'explorer' | 'supergraph'>): string | null {
  // The named operations fit the committed supergraph, and no other.
  const named = fileURLToPath(new URL('operations/', schemaFolder));
  return explorer.operationsFolder ?? (supergraph.file === null && existsSync(named) ? named : null);
}

const operationName = /\b(?:query|mutation|subscription)\s+([A-Za-z_]\w{0,99})/g;

/** Names of the operations that were there before anybody asked: trusted documents and the graph's own. */
export function knownOperationNames(
  config: Pick<GatewayConfig, 'documents' | 'explorer' | 'supergraph'>,
): ReadonlySet<string> {
  const folder = operationsFolderOf(config);
  const documents = readDocuments([...config.documents.trustedFiles, ...(folder === null ? [] : [folder])]);
  return new Set(documents.flatMap(([, text]) => [...text.matchAll(operationName)].map(([, name]) => name as string)));
}
