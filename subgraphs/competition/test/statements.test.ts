import { createWorld, demonstrationNow } from '@games/demonstration';
import type { Database, Sql } from '@games/postgres';
import { type NamedOperation, readNamedOperations } from '@games/schema';
import { createLog } from '@games/service';
import { createSubgraph, type Subgraph } from '@games/subgraph';
import { createTestDatabase, postGraphql, type TestDatabase, testViewer, testViewerSecret } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type ASTNode,
  type DocumentNode,
  type GraphQLSchema,
  parse,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { seed } from '../seed/seed.ts';
import { createContext } from '../src/context.ts';
import { type ChangeFollower, followChanges } from '../src/live/followChanges.ts';
import { migrations } from '../src/migrations.ts';
import { resolvers } from '../src/resolvers/index.ts';
import type { Json } from './competitionService.ts';

/** The database, writing down every statement that it is asked. */
function listening(database: Database, heard: string[]): Database {
  const hear =
    <Answer>(ask: (statement: Sql) => Promise<Answer>) =>
    (statement: Sql): Promise<Answer> => {
      heard.push(statement.text.replace(/\s+/g, ' ').trim());
      return ask(statement);
    };
  return {
    ...database,
    many: hear(database.many) as Database['many'],
    one: hear(database.one) as Database['one'],
    maybeOne: hear(database.maybeOne) as Database['maybeOne'],
    run: hear(database.run),
  };
}

/** The part of an operation that one service answers: what its schema does not know falls away, with the variables of it. */
function ownPart(document: DocumentNode, schema: GraphQLSchema): string {
  const types = new TypeInfo(schema);
  const pruned = visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        enter: () => (types.getFieldDef() ? undefined : null),
        leave: (node) => (node.selectionSet?.selections.length === 0 ? null : undefined),
      },
    }),
  );
  const used = new Set<string>();
  visit(pruned, {
    VariableDefinition: () => false,
    Variable: (node) => void used.add(node.name.value),
  });
  return print(
    visit(pruned, {
      VariableDefinition: (node): ASTNode | null | undefined => (used.has(node.variable.name.value) ? undefined : null),
    }),
  );
}

describe('statements of the named operations on the demonstration Games', () => {
  const heard: string[] = [];
  let db: TestDatabase;
  let subgraph: Subgraph;
  let follower: ChangeFollower;
  const world = createWorld({ scale: 'small' });

  beforeAll(async () => {
    db = await createTestDatabase(...migrations);
    await seed(db.database, world, () => {});
    follower = await followChanges(db.database);
    const dependencies = {
      database: listening(db.database, heard),
      clock: { now: () => new Date(demonstrationNow) },
      follower,
      log: createLog('competition'),
    };
    subgraph = await createSubgraph({
      name: 'competition',
      resolvers,
      context: (request) => createContext(dependencies, { ...request, now: new Date(demonstrationNow) }),
      viewerSecret: testViewerSecret,
      port: 0,
    });
  });
  afterAll(async () => {
    await subgraph.close();
    await follower.close();
    await db.drop();
  });

  /** Asks, and returns the answer with the statements that it took. */
  const ask = async (
    query: string,
    variables: Record<string, unknown>,
  ): Promise<{ data: Json; statements: string[] }> => {
    heard.length = 0;
    const { data, errors } = await postGraphql(subgraph, query, variables, testViewer());
    expect(errors).toBeUndefined();
    return { data, statements: [...heard] };
  };
  /** How often statements ran that ran more than once: for the same kind of thing reached by several ways. */
  const repeated = (statements: readonly string[]): readonly number[] => {
    const counts: Record<string, number> = {};
    for (const statement of statements) counts[statement] = (counts[statement] ?? 0) + 1;
    return Object.values(counts).filter((count) => count > 1);
  };
  const operation = (name: string): string => {
    const found = readNamedOperations().find((candidate) => candidate.name === name) as NamedOperation;
    return ownPart(parse(found.document), subgraph.schema);
  };
  /** The unit with most results among the first hundred that the filter finds. */
  const busiest = async (filter: object): Promise<string> => {
    const { data } = await ask(
      `query ($filter: ScheduleFilter) { schedule(first: 100, filter: $filter) { nodes { code result { results(first: 100) { nodes { id } } } } } }`,
      { filter },
    );
    const counted = data.schedule.nodes.map((unit: Json) => ({
      code: unit.code,
      count: unit.result?.results.nodes.length ?? 0,
    }));
    return counted.sort((x: Json, y: Json) => y.count - x.count)[0].code;
  };

  test('a page of a unit asks once for each kind of thing on each way to it, however many entries there are', async () => {
    const code = await busiest({ statuses: ['FINISHED'] });
    const { data, statements } = await ask(operation('UnitPage'), { code, results: 100 });
    expect(data.unit.result.results.nodes.length).toBeGreaterThan(5);
    // Messages are reached from the schedule and from the result; lists from the unit and from its phase.
    expect(repeated(statements)).toEqual([2, 2]);
    expect(statements.length).toBeLessThanOrEqual(24);
  });

  test('a page of the schedule takes as many statements for a hundred units as for ten', async () => {
    const ten = await ask(operation('SchedulePage'), { first: 10 });
    const hundred = await ask(operation('SchedulePage'), { first: 100 });
    expect(hundred.data.schedule.nodes).toHaveLength(100);
    expect(repeated(hundred.statements)).toEqual([]);
    expect(hundred.statements.length - ten.statements.length).toBeLessThanOrEqual(1);
  });

  test('the medal table and a page of a venue ask once for each kind of thing', async () => {
    const table = await ask(operation('MedalTable'), {});
    expect(table.data.medalTable.standings.nodes.length).toBeGreaterThan(5);
    expect(table.data.medalTable.reconciliation.outcome).toBe('AGREES');
    expect(repeated(table.statements)).toEqual([]);
    const { data } = await ask(`{ venues(first: 1) { nodes { code } } }`, {});
    const page = await ask(operation('VenuePage'), { code: data.venues.nodes[0].code, units: 100, sessions: 100 });
    expect(page.data.venue.units.nodes.length).toBeGreaterThan(5);
    // Disciplines are reached from the venue and from its sessions.
    expect(repeated(page.statements).every((count) => count <= 2)).toBe(true);
    expect(page.statements.length).toBeLessThanOrEqual(8);
  });

  test('a hundred athletes, teams and organisations take the statements of fifty', async () => {
    const query = /* GraphQL */ `
      query ($representations: [_Any!]!) {
        _entities(representations: $representations) {
          ... on Athlete {
            id
            entries(first: 5) { nodes { bib event { name discipline { name } } competitor { name } } }
            results(first: 5) { nodes { rank mark medal unit { name venue { name } } event { name } } }
            medals { type event { name } unit { name } }
            nextUnit { name startTime venue { name } session { name } }
            nextUnitConfirmed
          }
          ... on Team {
            results(first: 5) { nodes { rank unit { name } } }
            medals { type event { name } }
            nextUnit { name }
          }
          ... on Organisation {
            honours: medals(first: 5) { nodes { type event { name } competitor { name } } }
            medalStanding { rank gold agrees }
          }
        }
      }
    `;
    const representations = (count: number) => [
      ...world.athletes.slice(0, count).map(({ code }) => ({ __typename: 'Athlete', id: `ath_${code}` })),
      ...world.teams.slice(0, count).map(({ code }) => ({ __typename: 'Team', id: `tea_${code}` })),
      ...world.organisations.slice(0, count).map(({ code }) => ({ __typename: 'Organisation', code })),
    ];
    const fifty = await ask(query, { representations: representations(50) });
    const hundred = await ask(query, { representations: representations(100) });
    const entities = hundred.data._entities.filter((entity: Json) => entity !== null);
    expect(entities.filter((entity: Json) => (entity.entries?.nodes.length ?? 0) > 0).length).toBeGreaterThan(50);
    expect(entities.some((entity: Json) => (entity.medals?.length ?? 0) > 0)).toBe(true);
    expect(entities.some((entity: Json) => entity.nextUnit)).toBe(true);
    // Events are reached in five ways, units in five: what is asked twice depends on which way comes through first.
    expect(Math.abs(hundred.statements.length - fifty.statements.length)).toBeLessThanOrEqual(5);
    expect(Math.max(...repeated(hundred.statements))).toBeLessThanOrEqual(5);
    expect(hundred.statements.length).toBeLessThanOrEqual(32);
  });

  test('brackets, phases and corrections of an event ask once for each kind of thing', async () => {
    const { data } = await ask(
      `{ disciplines(first: 100) { nodes { events(first: 100) { nodes { code brackets { rounds { items { code } } } } } } } }`,
      {},
    );
    const events = data.disciplines.nodes.flatMap((discipline: Json) => discipline.events.nodes);
    const withBracket = events.find((event: Json) => event.brackets.length > 0);
    const page = await ask(
      /* GraphQL */ `
        query ($code: String!) {
          event(code: $code) {
            name status gender
            phases { name status units(first: 100) { nodes { name status result { status results(first: 4) { nodes { outcome mark competitor { name } } } } } } }
            brackets { rounds { items { unit { name } places { competitor { name } comesFrom { unit { name } } } } } }
            medals { type competitor { name } unit { name } }
            entries(first: 100) { nodes { seed competitor { name organisation { code } } } }
            records { mark competitor { name } }
            corrections { changes { field } provenance { source } }
          }
        }
      `,
      { code: withBracket.code },
    );
    expect(page.data.event.entries.nodes.length).toBeGreaterThan(5);
    expect(Math.max(...repeated(page.statements))).toBeLessThanOrEqual(4);
    expect(page.statements.length).toBeLessThanOrEqual(24);
  });
});
