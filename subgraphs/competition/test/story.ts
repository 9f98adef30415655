import { sql } from '@games/postgres';
import type { TestDatabase } from '@games/testing';

/** Messages of every family, in the order in which they were sent. */
export const story = [
  'codes/competition-v1',
  'codes/event-v1',
  'codes/phase-v1',
  'codes/venue-v1',
  'schedule/v1-whole',
  'schedule/u1-final-getting-ready',
  'participants/v1-misspelt',
  'participants/teams-v1',
  'participants/entries-v1',
  'race/v1-start-list',
  'race/v2-live',
  'schedule/u2-final-running',
  'race/v4-official',
  'race/v3-unofficial',
  'race/v9-test-feed',
  'medals/100m-v1',
  'schedule/u3-final-finished',
  'heat/official',
  'race/v6-corrected',
  'medals/100m-v2-stripped',
  'participants/u1-spelt-right',
  'schedule/v2-whole-without-heat-2',
  'relay/official',
  'medals/relay',
  'medals/table-v1-agrees',
  'duel/brackets-v1',
  'ball/play-by-play',
  'schedule/u6-session-moved',
  'schedule/u5-heat-2-rescheduled',
  'participants/v2-without-9000004',
  'participants/teams-u1-member-replaced',
  'ball/pool-standing',
  'ball/ranking',
  'ball/ranking-withdrawn',
  'control/keep-alive',
  'participants/entries-v2-without-9000002',
];

/** All facts, without the numbers that depend on the order of arrival. */
export const facts = async (of: TestDatabase): Promise<Record<string, readonly object[]>> => {
  const tables = [
    'unit_schedule',
    'competition_session',
    'result_list',
    'result',
    'result_athlete',
    'record_set',
    'medal',
    'medal_athlete',
    'medal_reported',
    'participant',
    'team',
    'team_athlete',
    'entry',
    'bracket_item',
    'bracket_place',
    'play_action',
    'code_item',
    'correction',
  ];
  const numbers = [
    'document_id',
    'message_id',
    'from_message_id',
    'to_message_id',
    'id',
    'corrected_at',
    'received_at',
  ];
  const rows = await Promise.all(
    tables.map((table) =>
      of.database.many<{ row: object }>(sql`
        select to_jsonb(t) - ${numbers}::text[] as row from ${sql.identifier(table)} t order by 1`),
    ),
  );
  return Object.fromEntries(tables.map((table, index) => [table, (rows[index] ?? []).map(({ row }) => row)]));
};
