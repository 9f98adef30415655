import { readFileSync } from 'node:fs';
import { importMessages, type Outcome } from '@games/odf-feed';
import { type GamesClock, readConfig, type Viewer } from '@games/service';
import { type Subgraph, startSubgraph } from '@games/subgraph';
import {
  createTestDatabase,
  type GraphqlAnswer,
  postGraphql,
  type TestDatabase,
  testViewer,
  testViewerSecret,
} from '@games/testing';
import { competition } from '../src/createCompetition.ts';
import { competitionFeed } from '../src/feed.ts';
import { migrations } from '../src/migrations.ts';

export const apiKey = 'the key of the feed, in tests';
export const staff: Viewer = testViewer({ kind: 'staff', subject: 'staff-1', scopes: ['staff:competition'] });

/** A message file of our own. */
export const messageFile = (name: string): Buffer => readFileSync(new URL(`messages/${name}.xml`, import.meta.url));

export const units = {
  heat1: 'RUNM100M--------------HEAT000100--',
  heat2: 'RUNM100M--------------HEAT000200--',
  final: 'RUNM100M--------------FNL-000100--',
  tenThousand: 'RUNM10KM--------------FNL-000100--',
  womenFinal: 'RUNW100M--------------FNL-000100--',
  womenHeat1: 'RUNW100M--------------HEAT000100--',
  relay: 'RUNX4X400M------------FNL-000100--',
  quarterFinal: 'GRPW60KG--------------QFNL000100--',
  goldContest: 'GRPW60KG--------------FNL-000300--',
  match: 'BLLWTEAM6-------------GPA-000100--',
} as const;

export const events = {
  men100: 'RUNM100M--------------------------',
  women60: 'GRPW60KG--------------------------',
  ball: 'BLLWTEAM6-------------------------',
} as const;

// biome-ignore lint/suspicious/noExplicitAny: a test reads data of any shape
export type Json = any;

export interface CompetitionService {
  readonly test: TestDatabase;
  readonly subgraph: Subgraph;
  /** Takes message files in, in the order given; returns what became of each. */
  ingest(...files: readonly string[]): Promise<readonly Outcome[]>;
  /** As `ingest`, as if the messages had been received at a time of the past. */
  ingestAt(receivedAt: string, ...files: readonly string[]): Promise<void>;
  /** Asks and expects an answer without errors. */
  ask(query: string, variables?: object, viewer?: Viewer, headers?: Record<string, string>): Promise<Json>;
  /** Asks for whatever answer there is. */
  post(query: string, variables?: object, viewer?: Viewer): Promise<GraphqlAnswer>;
  close(): Promise<void>;
}

/** The evening on which most of the stories happen. */
const evening: GamesClock = { now: () => new Date('2028-07-22T19:30:00-07:00') };

/** A competition service on a database of its own. */
export async function startCompetition(
  options: { readonly clock?: GamesClock; readonly redisUrl?: string | undefined; readonly shownFeed?: 'P' | 'T' } = {},
): Promise<CompetitionService> {
  const test = await createTestDatabase(...migrations);
  const { clock = evening, redisUrl = null, shownFeed = 'P' } = options;
  const given = { databaseUrl: test.url, viewerSecret: testViewerSecret, odfApiKey: apiKey, port: 0 };
  const settings = readConfig(competition.config, {}, { ...given, clock, redisUrl, shownFeed });
  const subgraph = await startSubgraph(competition, settings);
  const post: CompetitionService['post'] = (query, variables = {}, viewer = testViewer()) =>
    postGraphql(subgraph, query, variables as Record<string, unknown>, viewer);
  return {
    test,
    subgraph,
    ingest: async (...files) => {
      const outcomes: Outcome[] = [];
      for (const file of files) {
        const summary = await importMessages(competitionFeed, test.database, [{ xml: messageFile(file) }]);
        const [refusal] = summary.refusals;
        if (refusal) throw Object.assign(new Error(refusal.detail), { code: refusal.code });
        outcomes.push(...(Object.keys(summary.outcomes) as Outcome[]));
      }
      return outcomes;
    },
    ingestAt: async (receivedAt, ...files) => {
      const messages = files.map((file) => ({ xml: messageFile(file), receivedAt: new Date(receivedAt) }));
      await importMessages(competitionFeed, test.database, messages);
    },
    ask: async (query, variables = {}, viewer = testViewer(), headers = {}) => {
      const answer = await postGraphql(subgraph, query, variables as Record<string, unknown>, viewer, headers);
      if (answer.errors) throw new Error(JSON.stringify(answer.errors, null, 2));
      return answer.data;
    },
    post,
    close: async () => {
      await subgraph.close();
      await test.drop();
    },
  };
}
