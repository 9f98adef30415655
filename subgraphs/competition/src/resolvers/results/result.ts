import type { Resolvers } from '@games/schema/generated/competition.ts';
import { encodeId, type Page, toConnection, tryDecodeId } from '@games/subgraph';
import type { CompetitionContext } from '../../context.ts';
import {
  pastNaturalKey,
  readPastNaturalKey,
  readRecordNaturalKey,
  readResultNaturalKey,
  recordNaturalKey,
  resultNaturalKey,
} from '../../domain/results/resultId.ts';
import { pastVersionKey, placeKey } from '../../loaders.ts';
import { type PastRecordRow, type PastResultList, type PastResultRow, readPastResult } from '../../pastResult.ts';
import type { RecordRow } from '../../sql/results/records.ts';
import type { ResultListRow, ResultOrder, ResultRow } from '../../sql/results/results.ts';
import { readListPage } from '../arguments.ts';
import { eventOf, provenanceOf, resultStatusOf } from '../feed/provenance.ts';
import { found } from '../found.ts';
import { competitorOfFact, outcomeOf } from '../participants/competitor.ts';
import { showExtended, showInfos, showNotes, showSplits } from './extended.ts';

const isPast = (list: ResultListRow | PastResultList): list is PastResultList => 'pastResults' in list;
const isPastResult = (result: ResultRow | PastResultRow): result is PastResultRow => 'pastRecords' in result;
const isPastRecord = (record: RecordRow | PastRecordRow): record is PastRecordRow => 'pastMessageId' in record;

/** The part of a past list that a page asks for, as the database would give it: one more than the page, in its direction. */
function pageOfPast(
  rows: readonly PastResultRow[],
  { after, before, backward, size }: Page,
  placeOf: (row: PastResultRow) => number,
): readonly PastResultRow[] {
  const inRange = rows
    .filter((row) => after === null || placeOf(row) > Number(after[0]))
    .filter((row) => before === null || placeOf(row) < Number(before[0]))
    .sort((a, b) => placeOf(a) - placeOf(b));
  return (backward ? inRange.reverse() : inRange).slice(0, size + 1);
}

/** A result by its global id; null for an id of anything else, or of a result that is not (or no longer) there. */
export async function resultById(id: string, { loaders }: CompetitionContext): Promise<ResultRow | null> {
  const key = tryDecodeId(id, 'res');
  const past = key === null ? null : readPastNaturalKey(key);
  if (past !== null) return pastResultById(past, loaders);
  const identity = key === null ? null : readResultNaturalKey(key);
  return identity === null ? null : loaders.result.load(resultNaturalKey(identity));
}

const pastKeyOf = (result: PastResultRow): string => pastNaturalKey(result.pastMessageId, resultNaturalKey(result));

async function pastResultById(
  { messageId, naturalKey }: { readonly messageId: string; readonly naturalKey: string },
  loaders: CompetitionContext['loaders'],
): Promise<PastResultRow | null> {
  const identity = readResultNaturalKey(naturalKey);
  if (identity?.kind !== 'UNIT') return null;
  const row = await loaders.pastVersion.load(pastVersionKey(identity.scopeCode, { messageId }));
  const list = row && (await readPastResult(row));
  return list?.pastResults.find(({ key }) => key === identity.key) ?? null;
}

const resultKeyOf = (record: RecordRow) => ({ ...record, key: record.resultKey });

/** A record by its global id; null for an id of anything else, or of a record that is not (or no longer) there. */
export async function recordById(id: string, { loaders }: CompetitionContext): Promise<RecordRow | null> {
  const key = tryDecodeId(id, 'rec');
  const past = key === null ? null : readPastNaturalKey(key);
  if (past !== null) {
    const record = readRecordNaturalKey(past.naturalKey);
    if (record === null) return null;
    const result = await pastResultById({ messageId: past.messageId, naturalKey: resultNaturalKey(record) }, loaders);
    return result?.pastRecords[record.recordPosition - 1] ?? null;
  }
  const identity = key === null ? null : readRecordNaturalKey(key);
  return identity === null ? null : loaders.record.load(recordNaturalKey(identity, identity.recordPosition));
}

export const resultResolvers: Resolvers = {
  ResultList: {
    code: ({ scopeCode }) => scopeCode,
    subcode: ({ subcode }) => subcode || null,
    status: ({ status }) => resultStatusOf(status),
    results: async (list, args, { loaders }) => {
      const order: ResultOrder = args.order ?? (list.status === 'START_LIST' ? 'START' : 'RESULT');
      const page = readListPage(args, `results.${order}`, ['integer']);
      const placeOf = (row: ResultRow): readonly [number] => [order === 'START' ? row.startPosition : row.position];
      const rows = isPast(list)
        ? pageOfPast(list.pastResults, page, (row) => placeOf(row)[0])
        : await loaders.resultsOfList({ order, page }).load(String(list.documentId));
      return toConnection(rows, page, placeOf);
    },
    infos: ({ infos }) => showInfos(infos),
    notes: ({ notes }) => showNotes(notes),
    provenance: ({ messageId }, _, context) => provenanceOf(messageId, context),
  },
  Result: {
    __resolveReference: ({ id }, context) => resultById(id, context),
    // An id belongs to the entry that counts now: as the past had it, it is another thing to a cache.
    id: (result) => encodeId('res', isPastResult(result) ? pastKeyOf(result) : resultNaturalKey(result)),
    code: ({ scopeCode }) => scopeCode,
    unit: ({ kind, scopeCode }, _, { loaders }) =>
      kind === 'UNIT' || kind === 'CURRENT' ? loaders.unit.load(scopeCode) : null,
    event: ({ eventCode }, _, context) => eventOf(eventCode, context),
    competitor: (result) => result,
    invalidResultMark: ({ irm }) => irm,
    outcome: ({ wlt }) => outcomeOf(wlt),
    poolRecord: ({ pool }) => pool,
    splits: ({ extended }) => showSplits(extended),
    extendedResults: ({ extended }) => showExtended(extended),
    records: (result, _, { loaders }) =>
      isPastResult(result) ? result.pastRecords : loaders.recordsOfResult.load(placeKey(result)),
    medal: async ({ kind, scopeCode, eventCode, competitorCode }, _, { loaders }) => {
      if (competitorCode === null) return null;
      const medals = await loaders.medalsOfEvent.load(eventCode);
      const own = medals.find(
        (medal) =>
          medal.awarded &&
          medal.competitorCode === competitorCode &&
          (kind !== 'UNIT' || medal.unitCode === null || medal.unitCode === scopeCode),
      );
      return own?.type ?? null;
    },
    provenance: ({ messageId }, _, context) => provenanceOf(messageId, context),
  },
  Record: {
    __resolveReference: ({ id }, context) => recordById(id, context),
    id: (record) => {
      const key = recordNaturalKey(resultKeyOf(record), record.recordPosition);
      return encodeId('rec', isPastRecord(record) ? pastNaturalKey(record.pastMessageId, key) : key);
    },
    discipline: async ({ disciplineCode }, _, { loaders }) =>
      found(await loaders.discipline.load(disciplineCode), 'discipline'),
    event: ({ eventCode }, _, context) => eventOf(eventCode, context),
    unit: ({ kind, scopeCode }, _, { loaders }) => (kind === 'UNIT' ? loaders.unit.load(scopeCode) : null),
    result: (record, _, { loaders }) => {
      const naturalKey = resultNaturalKey(resultKeyOf(record));
      if (!isPastRecord(record)) return loaders.result.load(naturalKey);
      return pastResultById({ messageId: String(record.pastMessageId), naturalKey }, loaders);
    },
    competitor: (record) => record,
    setOn: ({ logicalDate }) => logicalDate,
    provenance: ({ messageId }, _, context) => provenanceOf(messageId, context),
  },
  Action: {
    competitors: ({ competitors }) => competitors.map(competitorOfFact),
  },
};
