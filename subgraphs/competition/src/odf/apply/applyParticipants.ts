import { rscPrefix } from '@games/odf';
import type { EntryFact, ParticipantFact, TeamFact } from '../../domain/facts.ts';
import { type FoldMessage, foldFacts } from '../../domain/foldFacts.ts';
import { readFloors } from '../../sql/floors.ts';
import { ensureStructure } from '../../sql/structure.ts';
import {
  deleteEntries,
  deleteEntryKeys,
  deleteParticipants,
  deleteTeams,
  insertEntries,
  insertParticipants,
  insertTeams,
  participantKey,
  readHeldParticipants,
  readHeldTeams,
} from '../../sql/writeParticipants.ts';
import { type AppliedMessage, type ApplyWork, lastPerDocument } from './work.ts';

/** Persons, whole disciplines and updates: what was written last counts for each person in each discipline. */
export async function applyParticipants(
  work: ApplyWork,
  given: readonly AppliedMessage<readonly ParticipantFact[]>[],
): Promise<void> {
  const { tx } = work;
  const messages = given.filter((message) => isUseful(work, message, 'DT_PARTIC'));
  const resets = messages.flatMap((message) => resetOf(message, 'DT_PARTIC') ?? []);
  const codes = messages.flatMap(({ fact }) => fact?.map(({ code }) => code) ?? []);
  const { removed, written } = foldFacts<ParticipantFact>({
    held: await readHeldParticipants(tx, codes, resets),
    floors: await readFloors(tx, 'DT_PARTIC'),
    messages: messages.map((message) => foldMessage(message, 'DT_PARTIC', participantKey)),
  });
  await ensureStructure(tx, { events: eventsOf(written.values()) });
  await deleteParticipants(tx, [...removed, ...written.keys()]);
  await insertParticipants(tx, [...written.values()]);
}

/** Teams, whole disciplines and updates: what was written last counts for each team. */
export async function applyTeams(
  work: ApplyWork,
  given: readonly AppliedMessage<readonly TeamFact[]>[],
): Promise<void> {
  const { tx } = work;
  const messages = given.filter((message) => isUseful(work, message, 'DT_PARTIC_TEAMS'));
  const resets = messages.flatMap((message) => resetOf(message, 'DT_PARTIC_TEAMS') ?? []);
  const codes = messages.flatMap(({ fact }) => fact?.map(({ code }) => code) ?? []);
  const { removed, written } = foldFacts<TeamFact>({
    held: await readHeldTeams(tx, codes, resets),
    floors: await readFloors(tx, 'DT_PARTIC_TEAMS'),
    messages: messages.map((message) => foldMessage(message, 'DT_PARTIC_TEAMS', ({ code }) => code)),
  });
  await ensureStructure(tx, { events: eventsOf(written.values()) });
  await deleteTeams(tx, [...removed, ...written.keys()]);
  await insertTeams(tx, [...written.values()]);
}

/** The entries of events: the last version of each document replaces them as a whole. */
export async function applyEntries(
  { tx }: ApplyWork,
  messages: readonly AppliedMessage<readonly EntryFact[]>[],
): Promise<void> {
  const latest = lastPerDocument(messages);
  await deleteEntries(
    tx,
    latest.map(({ documentId }) => documentId),
  );
  // Two documents may speak of one event (in two languages, say); a competitor is entered once all the same.
  const rows = new Map(
    latest.flatMap(({ id, documentId, fact }) =>
      (fact ?? []).map(
        (entry) => [`${entry.eventCode} ${entry.competitorCode}`, { fact: entry, documentId, messageId: id }] as const,
      ),
    ),
  );
  await ensureStructure(tx, { events: [...rows.values()].map(({ fact }) => fact.eventCode) });
  await deleteEntryKeys(
    tx,
    [...rows.values()].map(({ fact }) => fact),
  );
  await insertEntries(tx, 'ENTRIES', [...rows.values()]);
}

type Whole = 'DT_PARTIC' | 'DT_PARTIC_TEAMS';

/** An update that withdraws itself says nothing: what stood there before it is not known from it. */
function isUseful(work: ApplyWork, { id, header, invalidates }: AppliedMessage<unknown>, whole: Whole): boolean {
  if (!invalidates || header.documentType === whole) return true;
  work.report(id, 'INVALIDATION_WITHOUT_EFFECT', 'An update names what it changes; without a body it changes nothing.');
  return false;
}

const resetOf = ({ header }: AppliedMessage<unknown>, whole: Whole): string | null =>
  header.documentType === whole ? rscPrefix(header.documentCode, 'discipline') : null;

const foldMessage = <Fact>(
  message: AppliedMessage<readonly Fact[]>,
  whole: Whole,
  keyOf: (fact: Fact) => string,
): FoldMessage<Fact> & { readonly id: bigint } => ({
  id: message.id,
  stamp: message,
  resets: resetOf(message, whole),
  facts: new Map((message.fact ?? []).map((fact) => [keyOf(fact), fact])),
});

function eventsOf(written: Iterable<{ readonly fact: { readonly entries: readonly EntryFact[] } }>): readonly string[] {
  return [...new Set([...written].flatMap(({ fact }) => fact.entries.map((entry) => entry.eventCode)))];
}
