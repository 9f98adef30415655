import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type DocumentNode, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { compress, readAcceptEncoding } from '../compress.ts';
import { entityTagOf, isKnownTo } from '../entityTag.ts';

/** The explorer at `/` and what its page loads; all of it comes from this server, nothing from elsewhere. */
export interface Explorer {
  /** Serves a path, or returns false when it is none of the explorer's. */
  readonly serve: (path: string, request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
}

interface Asset {
  readonly type: string;
  readonly body: Buffer;
}

const own = (file: string): Buffer => readFileSync(new URL(file, import.meta.url));
const packageFile = (name: string, file: string): Buffer =>
  readFileSync(join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file));

const javaScript = 'text/javascript; charset=utf-8';
const css = 'text/css; charset=utf-8';

/** Scripts, styles and connections of this server alone, nothing inline. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const securityHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * @param graphqlPath where the page sends operations
 * @param headers what it sends along to begin with; everybody who sees the page sees them
 * @param operationsFolder `.graphql` files that it offers, or null; `Name.json` beside one holds its variables
 * @param examplesFile JSON of variables and headers by the name of an operation, or null; read whenever the page is opened
 */
export function createExplorer({
  graphqlPath,
  headers,
  operationsFolder,
  examplesFile,
}: {
  readonly graphqlPath: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly operationsFolder: string | null;
  readonly examplesFile: string | null;
}): Explorer {
  const operations = operationsFolder === null ? [] : readOperations(operationsFolder);
  const readSettings = async (): Promise<Asset> => {
    const examples = examplesFile === null ? {} : await readExamples(examplesFile);
    const settings = {
      path: graphqlPath,
      headers: Object.fromEntries(headers),
      operations: operations.map((operation) => ({ ...operation, ...examples[operation.name] })),
    };
    return { type: 'application/json', body: Buffer.from(JSON.stringify(settings)) };
  };
  const assets = new Map<string, () => Asset>([
    ['/', () => ({ type: 'text/html; charset=utf-8', body: own('page.html') })],
    ['/explorer/page.css', () => ({ type: css, body: own('page.css') })],
    ['/explorer/page.mjs', () => ({ type: javaScript, body: own('page.mjs') })],
    ['/explorer/react.js', () => ({ type: javaScript, body: packageFile('react', 'umd/react.production.min.js') })],
    [
      '/explorer/react-dom.js',
      () => ({ type: javaScript, body: packageFile('react-dom', 'umd/react-dom.production.min.js') }),
    ],
    ['/explorer/graphiql.js', () => ({ type: javaScript, body: packageFile('graphiql', 'graphiql.min.js') })],
    ['/explorer/graphiql.css', () => ({ type: css, body: packageFile('graphiql', 'graphiql.min.css') })],
  ]);
  const loaded = new Map<string, Asset>();

  return {
    serve: async (path, request, response) => {
      if (request.method !== 'GET' && request.method !== 'HEAD') return false;
      if (path === '/explorer/settings.json') {
        await send(await readSettings(), request, response);
        return true;
      }
      const load = assets.get(path);
      if (load === undefined) return false;
      const asset = loaded.get(path) ?? load();
      loaded.set(path, asset);
      await send(asset, request, response);
      return true;
    },
  };
}

async function send({ type, body }: Asset, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const tag = entityTagOf(body);
  const headers = {
    ...securityHeaders,
    'content-type': type,
    etag: tag,
    'cache-control': 'no-cache',
    vary: 'Accept-Encoding',
  };
  if (isKnownTo(request.headers['if-none-match'], tag)) {
    response.writeHead(304, headers).end();
    return;
  }
  const encoding = readAcceptEncoding(request.headers['accept-encoding']);
  const bytes = encoding === null ? body : await compress(body, encoding);
  response.writeHead(200, {
    ...headers,
    ...(encoding === null ? {} : { 'content-encoding': encoding }),
    'content-length': bytes.length,
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

interface OfferedOperation {
  readonly name: string;
  readonly kind: string;
  /** The comment above the operation. */
  readonly about: string;
  readonly document: string;
  /** JSON text. */
  readonly variables: string;
}

function readOperations(folder: string): readonly OfferedOperation[] {
  const files = readdirSync(folder);
  return files
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const operation = operationOf(parse(text));
      if (operation === undefined) return [];
      const name = file.slice(0, -'.graphql'.length);
      const example = `${name}.json`;
      const variables = files.includes(example)
        ? readFileSync(join(folder, example), 'utf8')
        : blankVariables(operation);
      return [{ name, kind: operation.operation, about: commentAbove(text), document: text, variables }];
    });
}

/** What an operation is shown with, instead of what is beside it. */
interface Example {
  /** JSON text. */
  readonly variables?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The examples of a file; none while it is not there, or is not what it should be. */
async function readExamples(file: string): Promise<Readonly<Record<string, Example>>> {
  try {
    const examples = JSON.parse(await readFile(file, 'utf8')) as Record<
      string,
      { variables?: object; headers?: object }
    >;
    return Object.fromEntries(
      Object.entries(examples).map(([name, { variables, headers }]) => [
        name,
        {
          ...(variables === undefined ? {} : { variables: JSON.stringify(variables, null, 2) }),
          ...(headers === undefined ? {} : { headers: headers as Record<string, string> }),
        },
      ]),
    );
  } catch {
    return {};
  }
}

const operationOf = (document: DocumentNode): OperationDefinitionNode | undefined =>
  document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);

function commentAbove(text: string): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('#'));
  return lines
    .slice(0, Math.max(end, 0))
    .map((line) => line.replace(/^#\s*/, ''))
    .join(' ')
    .trim();
}

/** The variables without a default, to be filled in. */
function blankVariables({ variableDefinitions = [] }: OperationDefinitionNode): string {
  const wanted = variableDefinitions.filter(
    (definition) => definition.defaultValue === undefined && definition.type.kind === Kind.NON_NULL_TYPE,
  );
  return wanted.length === 0
    ? ''
    : JSON.stringify(Object.fromEntries(wanted.map(({ variable }) => [variable.name.value, ''])), null, 2);
}
