import { rscPrefix, truncateRsc } from '@games/odf';
import type { Transaction } from '@games/postgres';
import { diffMedallists, diffResultLists, type ResultChange } from '../domain/correction.ts';
import type { MedallistsFact, ResultListFact } from '../domain/facts.ts';
import {
  deleteCorrections,
  insertCorrections,
  type NewCorrection,
  type OfficialVersion,
  readBodies,
  readOfficialVersions,
} from '../sql/corrections.ts';
import { unpack } from './compression.ts';
import type { Family } from './messageTypes.ts';
import { messageBytesMax, parseBounded } from './prepareMessage.ts';
import { type ReadMessage, readMessage } from './readMessage.ts';

const corrected: readonly Family[] = ['results', 'medallists'];

/**
 * Works out what each official version changed in the official version before it, for the documents of which this batch
 * brought an official version (perhaps a late one, between two that were there). What stands between two official
 * versions (protested, provisional) is history, not correction.
 */
export async function recordCorrections(tx: Transaction, messages: readonly ReadMessage[]): Promise<void> {
  const official = messages.filter(
    ({ type, header, invalidates }) =>
      corrected.includes(type.family) && (header.resultStatus === 'OFFICIAL' || invalidates),
  );
  if (official.length === 0) return;
  const representatives = new Map(official.map((message) => [message.documentId, message]));
  const versions = await readOfficialVersions(tx, [...representatives.keys()]);
  const pairs = pairsOf(versions);
  if (pairs.length === 0) return;
  const facts = await readFacts(tx, pairs, official);
  await deleteCorrections(tx, [...new Set(pairs.map(({ to }) => to.documentId))]);
  await insertCorrections(
    tx,
    pairs.flatMap((pair) => {
      const representative = representatives.get(pair.to.documentId) as ReadMessage;
      return correctionOf(pair, representative, facts);
    }),
  );
}

interface Pair {
  readonly from: OfficialVersion;
  readonly to: OfficialVersion;
}

/** Each official version with the one before it. A withdrawal corrects, but cannot itself be corrected: it said nothing. */
function pairsOf(versions: readonly OfficialVersion[]): readonly Pair[] {
  return versions.flatMap((to, index) => {
    const from = versions[index - 1];
    return from === undefined || from.documentId !== to.documentId || from.invalidates ? [] : [{ from, to }];
  });
}

type Facts = ReadonlyMap<bigint, unknown>;

/** What the versions say: from this batch where it brought them, else read again from the archive. */
async function readFacts(tx: Transaction, pairs: readonly Pair[], official: readonly ReadMessage[]): Promise<Facts> {
  const facts = new Map<bigint, unknown>(official.map(({ id, fact }) => [id, fact]));
  const versions = new Map(pairs.flatMap(({ from, to }) => [from, to]).map((version) => [version.id, version]));
  const missing = [...versions.values()].filter(({ id, invalidates }) => !facts.has(id) && !invalidates);
  for (const { id, gzip } of missing.length === 0
    ? []
    : await readBodies(
        tx,
        missing.map((version) => version.id),
      )) {
    const { documentId, receivedAt } = versions.get(id) as OfficialVersion;
    const parsed = await parseBounded(await unpack(gzip, messageBytesMax));
    const { message } = readMessage({ id, documentId, receivedAt, ...parsed }, 0);
    facts.set(id, message?.fact ?? null);
  }
  return facts;
}

function correctionOf(pair: Pair, { header, type }: ReadMessage, facts: Facts): readonly NewCorrection[] {
  const before = facts.get(pair.from.id) ?? null;
  const after = facts.get(pair.to.id) ?? null;
  const changes: readonly ResultChange[] =
    type.family === 'medallists'
      ? diffMedallists(before as MedallistsFact | null, after as MedallistsFact | null)
      : diffResultLists(before as ResultListFact | null, after as ResultListFact | null);
  if (changes.length === 0 && !pair.to.invalidates) return [];
  return [
    {
      ...pair,
      documentId: pair.to.documentId,
      documentType: header.documentType,
      scopeCode: header.documentCode,
      eventCode: truncateRsc(header.documentCode, 'event'),
      disciplineCode: rscPrefix(header.documentCode, 'discipline'),
      notes: (after as ResultListFact | MedallistsFact | null)?.notes ?? [],
      changes,
    },
  ];
}
