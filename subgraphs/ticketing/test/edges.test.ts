import { readdirSync, readFileSync } from 'node:fs';
import { sql } from '@games/postgres';
import type { Viewer } from '@games/service';
import { testViewer } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type FieldDefinitionNode, Kind, type ObjectTypeDefinitionNode, parse, type TypeNode } from 'graphql';
import { insertSessions } from '../src/sql/sessions/insertSessions.ts';
import { type BoxOffice, openBoxOffice } from './boxOffice.ts';
import { openCounter } from './counter.ts';
import { openSaleOf } from './sale.ts';
import { fan, staff } from './service.ts';
import { draftSession, smallVenue } from './venue.ts';

/** Types that belong to one account, with the table and column that say whose they are. */
const owned = {
  Ticket: { prefix: 'tkt_', owners: sql`select id::text as id, owner_id as owner from ticket` },
  TicketOrder: { prefix: 'tor_', owners: sql`select id::text as id, fan_id as owner from ticket_order` },
  Hold: { prefix: 'hld_', owners: sql`select id::text as id, fan_id as owner from hold` },
} as const;

const folder = new URL('../../../schema/subgraphs/ticketing/', import.meta.url);
const definitions = readdirSync(folder)
  .filter((name) => name.endsWith('.graphql'))
  .flatMap((name) => parse(readFileSync(new URL(name, folder), 'utf8')).definitions);
const objects = definitions.filter(
  (node): node is ObjectTypeDefinitionNode =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION || (node.kind as string) === Kind.OBJECT_TYPE_EXTENSION,
);
const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));

interface Edge {
  readonly parent: string;
  readonly field: FieldDefinitionNode;
  /** What is selected of it: the id, through a connection's nodes where it is one. */
  readonly selection: string;
}

function edgeOf(parent: string, field: FieldDefinitionNode): Edge[] {
  const name = namedType(field.type);
  if (Object.hasOwn(owned, name)) return [{ parent, field, selection: '{ id }' }];
  const node = name.replace(/Connection$/, '');
  return node !== name && Object.hasOwn(owned, node) ? [{ parent, field, selection: '{ nodes { id } }' }] : [];
}

const isReached = ({ name }: ObjectTypeDefinitionNode): boolean =>
  !/^(Query|Mutation|Subscription)$|(Connection|Edge)$/.test(name.value);
const edges = objects
  .filter((type) => isReached(type) && (type.directives ?? []).some((one) => one.name.value === 'key'))
  .flatMap((type) => (type.fields ?? []).flatMap((field) => edgeOf(type.name.value, field)));

let office: BoxOffice;
/** Global ids by type: what there is to start from. */
const ids: Record<string, string[]> = {};
beforeAll(async () => {
  office = await openBoxOffice();
  const { service } = office;
  const counter = openCounter(service);
  const sessions = await insertSessions(service.database, [draftSession('EDGE', smallVenue)]);
  await openSaleOf(service.database, [...sessions.values()], { code: 'EDGES' });
  const amy = fan('amy');
  const order = await counter.buy('EDGE', [1, 2], amy);
  await service.database.run(sql`
    update ticket set owner_id = 'bob', version = version + 1 where id = ${order.tickets[0].id.slice(4)}::uuid`);
  const listing = await counter.list(order.tickets[0].id, fan('bob'));
  await counter.hold('EDGE', [3], fan('bob'));
  const all = async (statement: ReturnType<typeof sql>) =>
    (await service.database.many<{ id: string }>(statement)).map(({ id }) => id);
  ids.Ticket = await all(sql`select 'tkt_' || id as id from ticket`);
  ids.TicketOrder = await all(sql`select 'tor_' || id as id from ticket_order`);
  ids.Hold = await all(sql`select 'hld_' || id as id from hold`);
  ids.ResaleListing = [listing.id];
  ids.Fan = ['fan_amy', 'fan_bob', 'fan_eve'];
  ids.TicketedSession = ['tse_EDGE'];
});
afterAll(() => office.close());

const viewers: readonly (readonly [string, Viewer])[] = [
  ['a former owner', fan('amy')],
  ['the owner', fan('bob')],
  ['a stranger', fan('eve')],
  ['a partner', testViewer({ kind: 'partner', subject: 'partner-1', scopes: ['read'] } as Partial<Viewer>)],
  ['staff of another area', testViewer({ kind: 'staff', subject: 'staff-2', scopes: ['staff:media'] })],
];

test('there are edges to everything that is owned', () => {
  expect(new Set(edges.map(({ field }) => namedType(field.type).replace(/Connection$/, '')))).toEqual(
    new Set(Object.keys(owned)),
  );
});

describe.each(viewers)('%s', (_name, viewer) => {
  test.each(edges.map((edge) => [`${edge.parent}.${edge.field.name.value}`, edge] as const))(
    'sees by %s only what is their own',
    async (_edge, { parent, field, selection }) => {
      const found = await follow(viewer, parent, field, selection);
      for (const id of found) expect([id, await ownerOf(id)]).toEqual([id, viewer.subject]);
    },
  );
});

test('staff of ticketing sees what others do not, so that the walk would see a leak', async () => {
  const leaks = await Promise.all(edges.map((edge) => follow(staff, edge.parent, edge.field, edge.selection)));
  expect(leaks.flat().length).toBeGreaterThan(3);
});

/** Ids of what an edge leads to, from every parent that there is. */
async function follow(
  viewer: Viewer,
  parent: string,
  field: FieldDefinitionNode,
  selection: string,
): Promise<string[]> {
  const required = (field.arguments ?? []).filter(({ type }) => type.kind === Kind.NON_NULL_TYPE);
  if (required.length > 0) throw new Error(`${parent}.${field.name.value} needs arguments that this walk has not.`);
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${parent} { at: ${field.name.value} ${selection} } } }`;
  const of = (ids[parent] ?? []).map((id) => ({ __typename: parent, id }));
  if (of.length === 0) return [];
  const { _entities } = await office.service.ask(query, { of }, viewer);
  return JSON.stringify(_entities).match(/(?:tkt|tor|hld)_[0-9a-f-]{36}/g) ?? [];
}

async function ownerOf(id: string): Promise<string | null> {
  const type = Object.values(owned).find(({ prefix }) => id.startsWith(prefix));
  if (type === undefined) return null;
  const row = await office.service.database.maybeOne<{ owner: string }>(sql`
    select owner from (${type.owners}) o where id = ${id.slice(4)}`);
  return row?.owner ?? null;
}
