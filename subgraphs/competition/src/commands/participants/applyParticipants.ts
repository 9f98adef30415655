import { rscPrefix } from '@games/odf';
import { type ApplyWork, lastPerDocument, type ReadMessage } from '@games/odf-feed';
import type { EntryFact, ParticipantFact, TeamFact } from '../../domain/facts.ts';
import { type FoldMessage, foldFacts } from '../../domain/feed/foldFacts.ts';
import type { Changes } from '../../live/changes.ts';
import { selectFloors } from '../../sql/feed/floors.ts';
import {
  deleteEntries,
  deleteEntryKeys,
  deleteParticipants,
  deleteTeams,
  insertEntries,
  insertParticipants,
  insertTeams,
  participantKey,
  selectHeldParticipants,
  selectHeldTeams,
} from '../../sql/participants/writeParticipants.ts';
import { insertStructure } from '../../sql/structure/insertStructure.ts';

/** Persons, whole disciplines and updates: what was written last counts for each person in each discipline. */
export async function applyParticipants(
  work: ApplyWork<Changes>,
  given: readonly ReadMessage<readonly ParticipantFact[]>[],
): Promise<void> {
  const { tx } = work;
  const messages = given.filter((message) => isUseful(work, message, 'DT_PARTIC'));
  const resets = messages.flatMap((message) => resetOf(message, 'DT_PARTIC') ?? []);
  const codes = messages.flatMap(({ fact }) => fact?.map(({ code }) => code) ?? []);
  const { removed, written } = foldFacts<ParticipantFact>({
    held: await selectHeldParticipants(tx, codes, resets),
    floors: await selectFloors(tx, 'DT_PARTIC'),
    messages: messages.map((message) => foldMessage(message, 'DT_PARTIC', participantKey)),
  });
  await insertStructure(tx, { events: eventsOf(written.values()) });
  await deleteParticipants(tx, [...removed, ...written.keys()]);
  await insertParticipants(tx, [...written.values()]);
}

/** Teams, whole disciplines and updates: what was written last counts for each team. */
export async function applyTeams(
  work: ApplyWork<Changes>,
  given: readonly ReadMessage<readonly TeamFact[]>[],
): Promise<void> {
  const { tx } = work;
  const messages = given.filter((message) => isUseful(work, message, 'DT_PARTIC_TEAMS'));
  const resets = messages.flatMap((message) => resetOf(message, 'DT_PARTIC_TEAMS') ?? []);
  const codes = messages.flatMap(({ fact }) => fact?.map(({ code }) => code) ?? []);
  const { removed, written } = foldFacts<TeamFact>({
    held: await selectHeldTeams(tx, codes, resets),
    floors: await selectFloors(tx, 'DT_PARTIC_TEAMS'),
    messages: messages.map((message) => foldMessage(message, 'DT_PARTIC_TEAMS', ({ code }) => code)),
  });
  await insertStructure(tx, { events: eventsOf(written.values()) });
  await deleteTeams(tx, [...removed, ...written.keys()]);
  await insertTeams(tx, [...written.values()]);
}

/** The entries of events: the last version of each document replaces them as a whole. */
export async function applyEntries(
  { tx }: ApplyWork<Changes>,
  messages: readonly ReadMessage<readonly EntryFact[]>[],
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
  await insertStructure(tx, { events: [...rows.values()].map(({ fact }) => fact.eventCode) });
  await deleteEntryKeys(
    tx,
    [...rows.values()].map(({ fact }) => fact),
  );
  await insertEntries(tx, 'ENTRIES', [...rows.values()]);
}

type Whole = 'DT_PARTIC' | 'DT_PARTIC_TEAMS';

/** An update that withdraws itself says nothing: what stood there before it is not known from it. */
function isUseful(work: ApplyWork<Changes>, { id, header, invalidates }: ReadMessage<unknown>, whole: Whole): boolean {
  if (!invalidates || header.documentType === whole) return true;
  work.report(id, 'INVALIDATION_WITHOUT_EFFECT', 'An update names what it changes; without a body it changes nothing.');
  return false;
}

const resetOf = ({ header }: ReadMessage<unknown>, whole: Whole): string | null =>
  header.documentType === whole ? rscPrefix(header.documentCode, 'discipline') : null;

const foldMessage = <Fact>(
  message: ReadMessage<readonly Fact[]>,
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
