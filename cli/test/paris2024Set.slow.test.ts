import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { migrations as athletesMigrations, athletes as athletesService } from '@games/athletes';
import { migrations as competitionMigrations, competition as competitionService } from '@games/competition';

import { openDatabase } from '@games/postgres';
import { readConfig } from '@games/service';
import { type Subgraph, startSubgraph } from '@games/subgraph';
import { createTestDatabase, postGraphql, type TestDatabase, testViewerSecret } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { importParis2024, type Paris2024Summary } from '../src/paris2024/importParis2024.ts';
import { contentHashes } from './contentHashes.ts';

/** The public set lies beside the repository where it is present; it is not part of it. */
const folder = fileURLToPath(new URL('../../../shared/data/paris2024/', import.meta.url));
const isPresent = existsSync(folder);
if (!isPresent) process.stderr.write(`Skipped: the Paris 2024 data set is not at ${folder}\n`);

interface Standing {
  readonly organisation: { readonly code?: string | undefined };
}
const byCode = (a: Standing, b: Standing): number =>
  (a.organisation.code ?? '') < (b.organisation.code ?? '') ? -1 : 1;

const open = (home: TestDatabase) => openDatabase({ url: home.url, statementTimeoutMs: 120_000 });

(isPresent ? describe : describe.skip)('the public Paris 2024 data set', () => {
  let homes: TestDatabase[];
  let athletes: ReturnType<typeof open>;
  let competition: ReturnType<typeof open>;
  let summary: Paris2024Summary;

  beforeAll(async () => {
    homes = await Promise.all([
      createTestDatabase(...athletesMigrations),
      createTestDatabase(...competitionMigrations),
    ]);
    [athletes, competition] = homes.map(open) as [typeof athletes, typeof competition];
    summary = await importParis2024({ folder, athletes, competition });
  });
  afterAll(async () => {
    await Promise.all([athletes.close(), competition.close()]);
    await Promise.all(homes.map((home) => home.drop()));
  });

  test('is taken in row by row, and what is refused is told', () => {
    for (const { file, rows, applied, duplicates, refused } of summary.files) {
      expect(`${file} ${applied + duplicates + refused}`).toBe(`${file} ${rows}`);
    }
    expect(summary.totals).toEqual({ rows: 81_144, applied: 80_639, duplicates: 8, refused: 497 });
    expect(summary.notes.filter(({ kind }) => kind === 'refused')).toHaveLength(497);
    expect(summary.competition.outcomes).toEqual({ APPLIED: summary.competition.received });
    const results = summary.files.filter(({ file }) => file.startsWith('results/'));
    expect(results).toHaveLength(45);
    expect(results.reduce((all, { applied }) => all + applied, 0)).toBe(21_316);
  });

  test('gives the medals that its own totals say, organisation by organisation', async () => {
    const totals = parse(readFileSync(`${folder}medals_total.csv`, 'utf8'), { columns: true }) as Record<
      string,
      string
    >[];
    const service = await startSubgraph(
      competitionService,
      readConfig(
        competitionService.config,
        {},
        { databaseUrl: (homes[1] as TestDatabase).url, viewerSecret: testViewerSecret, port: 0 },
      ),
    );
    const { data } = await postGraphql(
      service,
      `{ medalTable {
        eventCount decidedEventCount
        standings(first: 100) { nodes { organisation { code } gold silver bronze agrees } }
        reconciliation { outcome differences { organisation { code } } doubts { code event { code } } }
      } }`,
    ).finally(() => service.close());
    const { standings, reconciliation, eventCount, decidedEventCount } = data.medalTable;
    const expected = totals
      .map((row) => ({
        organisation: { code: row.country_code },
        gold: Number(row['Gold Medal']),
        silver: Number(row['Silver Medal']),
        bronze: Number(row['Bronze Medal']),
        agrees: true,
      }))
      .sort(byCode);
    expect([...standings.nodes].sort(byCode)).toEqual(expected);
    // The bronze that has no code is missing from the totals too: only the event itself shows that it is.
    expect(reconciliation).toEqual({
      outcome: 'AGREES',
      differences: [],
      doubts: [{ code: 'MEDAL_MISSING', event: { code: 'BDMWSINGLES-----------------------' } }],
    });
    expect({ eventCount, decidedEventCount }).toEqual({ eventCount: 329, decidedEventCount: 329 });
  });

  test('contains one medal more than its totals, which is found and not patched', () => {
    expect(summary.medals).toEqual({
      rows: 1_044,
      applied: 1_043,
      total: 1_043,
      differences: [{ organisation: 'INA', rows: 3, applied: 2, total: 2 }],
    });
    expect(summary.notes).toContainEqual({
      file: 'medals.csv',
      line: 471,
      kind: 'refused',
      reason: 'The bronze medal of Gregoria Mariska TUNJUNG (INA) has no medal code.',
    });
  });

  test('tells people of one name apart, and finds them whatever the order and accents of their names', async () => {
    const service: Subgraph = await startSubgraph(
      athletesService,
      readConfig(
        athletesService.config,
        {},
        { databaseUrl: (homes[0] as TestDatabase).url, viewerSecret: testViewerSecret, port: 0 },
      ),
    );
    const find = async (search: string): Promise<{ code: string; name: string; organisation: { name: string } }[]> => {
      const query =
        'query ($search: String) { athletes(search: $search, first: 10) { nodes { code name organisation { name } } } }';
      return (await postGraphql(service, query, { search })).data.athletes.nodes;
    };
    try {
      expect((await find('mohamed elsayed')).filter(({ name }) => name === 'Mohamed ELSAYED')).toHaveLength(2);
      expect((await find('duplantis armand'))[0]).toMatchObject({
        name: 'Armand DUPLANTIS',
        organisation: { name: 'Sweden' },
      });
      expect((await find('simnoe biles'))[0]).toMatchObject({ name: 'Simone BILES' });
      expect((await find('evenepoel'))[0]).toMatchObject({ code: '1903136' });
    } finally {
      await service.close();
    }
  });

  test('a second run changes nothing', async () => {
    const before = await Promise.all([contentHashes(athletes), contentHashes(competition)]);
    const again = await importParis2024({ folder, athletes, competition });
    for (const { received, outcomes } of [again.competition, again.athletes]) {
      expect(outcomes).toEqual({ DUPLICATE: received });
    }
    expect(again.totals).toEqual(summary.totals);
    expect(await Promise.all([contentHashes(athletes), contentHashes(competition)])).toEqual(before);
  });
});
