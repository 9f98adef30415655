/** Real subgraph servers of a fixture on free ports, composed into a supergraph. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  buildASTSchema,
  execute,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  isScalarType,
  parse,
  validate,
} from 'graphql';
import type { GraphFixture, SubgraphDefinition } from '../schemas/fixture.ts';

export type SubgraphRequest = {
  readonly subgraphName: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
};

export type ServedSubgraphs = {
  readonly supergraphSdl: string;
  readonly urls: ReadonlyMap<string, string>;
  /** What was asked since the list was emptied. */
  readonly requests: SubgraphRequest[];
  readonly close: () => Promise<void>;
};

export async function serveSubgraphs({ subgraphs }: Pick<GraphFixture, 'subgraphs'>): Promise<ServedSubgraphs> {
  const requests: SubgraphRequest[] = [];
  const servers: Server[] = [];
  const urls = new Map<string, string>();
  for (const [name, definition] of Object.entries(subgraphs)) {
    const schema = subgraphSchema(definition);
    const server = createServer((request, response) => {
      void answer(name, schema, request, requests).then(
        (body) => response.writeHead(200, { 'content-type': 'application/json' }).end(body),
        (error: Error) => response.writeHead(500).end(JSON.stringify({ errors: [{ message: error.message }] })),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
    urls.set(name, `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
  }
  return {
    supergraphSdl: compose(subgraphs, urls),
    urls,
    requests,
    close: async () => {
      await Promise.all(
        servers.map(
          (server) =>
            new Promise<void>((resolve) => {
              server.close(() => resolve());
              server.closeAllConnections();
            }),
        ),
      );
    },
  };
}

export function compose(subgraphs: GraphFixture['subgraphs'], urls?: ReadonlyMap<string, string>): string {
  const result = composeServices(
    Object.entries(subgraphs).map(([name, { typeDefs }]) => ({
      name,
      url: urls?.get(name) ?? `http://${name}.invalid/graphql`,
      typeDefs: parse(typeDefs),
    })),
  );
  if (result.errors !== undefined) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  return result.supergraphSdl;
}

export function subgraphSchema({ typeDefs, resolvers }: SubgraphDefinition): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: resolvers as never }]);
}

/** A schema without federation, with resolvers. */
export function plainSchema({ typeDefs, resolvers }: SubgraphDefinition): GraphQLSchema {
  const schema = buildASTSchema(parse(typeDefs));
  for (const [typeName, own] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    if (isScalarType(type)) Object.assign(type, own);
    else if (isAbstractType(type))
      Object.assign(type, { resolveType: (own as { __resolveType: unknown }).__resolveType });
    else if (isObjectType(type)) {
      for (const [fieldName, resolve] of Object.entries(own)) {
        const field = type.getFields()[fieldName];
        if (field === undefined) throw new Error(`Unknown field ${typeName}.${fieldName}`);
        field.resolve = resolve as never;
      }
    }
  }
  return schema;
}

async function answer(
  subgraphName: string,
  schema: GraphQLSchema,
  request: IncomingMessage,
  requests: SubgraphRequest[],
): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { query, variables = {} } = JSON.parse(Buffer.concat(chunks).toString()) as {
    query: string;
    variables?: Record<string, unknown>;
  };
  requests.push({ subgraphName, query, variables, headers: request.headers });
  const document = parse(query);
  const errors = validate(schema, document);
  if (errors.length > 0) return JSON.stringify({ errors });
  return JSON.stringify(await execute({ schema, document, variableValues: variables }));
}
