import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Two services: one that streams units, one that adds to them; the least that an event has to be resolved with. */
export interface StreamingServices {
  /** The supergraph over both. */
  readonly supergraph: string;
  /** Sends an event to all who are subscribed at the source. */
  readonly publish: (number: number) => void;
  readonly sourceStreams: () => number;
  /** How often the second service was asked. */
  readonly entityCalls: () => number;
  readonly close: () => Promise<void>;
}

const results = Array.from({ length: 8 }, (_, index) => ({
  rank: index + 1,
  name: `Athlete number ${index + 1}`,
  mark: `9.${80 + index}`,
}));

export async function startStreamingServices(): Promise<StreamingServices> {
  const streams = new Set<ServerResponse>();
  let entityCalls = 0;
  const units = await serve(async (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    streams.add(response);
    response.on('close', () => streams.delete(response));
  });
  const seats = await serve(async (request, response) => {
    await text(request);
    entityCalls++;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"data":{"_entities":[{"__typename":"Unit","freeSeats":1234}]}}');
  });
  return {
    supergraph: supergraphOver(urlOf(units), urlOf(seats)),
    publish: (number) => {
      const unit = {
        __typename: 'Unit',
        code: 'ATHM100M--------------FNL-000100--',
        number,
        name: "Men's 100 m, final",
        status: 'RUNNING',
        results,
      };
      const event = `event: next\ndata: ${JSON.stringify({ data: { unitUpdated: unit } })}\n\n`;
      for (const stream of streams) stream.write(event);
    },
    sourceStreams: () => streams.size,
    entityCalls: () => entityCalls,
    close: async () => {
      await Promise.all(
        [units, seats].map((server) => new Promise((resolve) => server.close(resolve).closeAllConnections())),
      );
    },
  };
}

export const subscription =
  'subscription { unitUpdated { code number name status freeSeats results { rank name mark } } }';

async function serve(handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>): Promise<Server> {
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;

const supergraphOver = (units: string, seats: string): string => `
schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION)
{ query: Query subscription: Subscription }
directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE
directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String, external: Boolean, override: String, usedOverridden: Boolean) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE
directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION
directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
scalar join__FieldSet
scalar link__Import
enum link__Purpose { SECURITY EXECUTION }
enum join__Graph {
  UNITS @join__graph(name: "units", url: "${units}")
  SEATS @join__graph(name: "seats", url: "${seats}")
}
type Query @join__type(graph: UNITS) @join__type(graph: SEATS) { units: [Unit] @join__field(graph: UNITS) }
type Subscription @join__type(graph: UNITS) { unitUpdated: Unit @join__field(graph: UNITS) }
type Unit @join__type(graph: UNITS, key: "code") @join__type(graph: SEATS, key: "code") {
  code: String!
  number: Int @join__field(graph: UNITS)
  name: String @join__field(graph: UNITS)
  status: String @join__field(graph: UNITS)
  results: [Result!] @join__field(graph: UNITS)
  freeSeats: Int @join__field(graph: SEATS)
}
type Result @join__type(graph: UNITS) { rank: Int name: String mark: String }
`;
