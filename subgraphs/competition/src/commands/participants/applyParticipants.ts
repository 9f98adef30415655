import { type ApplyWork, lastPerDocument, type ReadMessage } from '@games/odf-feed';
import type { EntryFact, ParticipantFact, TeamFact } from '../../domain/facts.ts';
import { type FoldResult, foldFacts } from '../../domain/feed/foldFacts.ts';
import type { Changes } from '../../live/changes.ts';
import { selectFloors } from '../../sql/feed/floors.ts';
import { selectHeld } from '../../sql/feed/held.ts';
import {
  deleteEntries,
  deleteEntryKeys,
  deleteParticipants,
  deleteTeams,
  insertEntries,
  insertParticipants,
  insertTeams,
  participantKey,
} from '../../sql/participants/writeParticipants.ts';
import { insertStructure } from '../../sql/structure/insertStructure.ts';
import { foldMessage, resetsOf, usefulMessages, type WholeList } from '../feed/foldLists.ts';

/** Persons, whole disciplines and updates: what was written last counts for each person in each discipline. */
export async function applyParticipants(
  work: ApplyWork<Changes>,
  messages: readonly ReadMessage<readonly ParticipantFact[]>[],
): Promise<void> {
  const { removed, written } = await foldList(work, messages, 'DT_PARTIC', 'participant', participantKey);
  await deleteParticipants(work.tx, [...removed, ...written.keys()]);
  await insertParticipants(work.tx, [...written.values()]);
}

/** Teams, whole disciplines and updates: what was written last counts for each team. */
export async function applyTeams(
  work: ApplyWork<Changes>,
  messages: readonly ReadMessage<readonly TeamFact[]>[],
): Promise<void> {
  const { removed, written } = await foldList(work, messages, 'DT_PARTIC_TEAMS', 'team', ({ code }) => code);
  await deleteTeams(work.tx, [...removed, ...written.keys()]);
  await insertTeams(work.tx, [...written.values()]);
}

/** Folds what messages say into what is held. The events that it names become known. */
async function foldList<Fact extends ParticipantFact | TeamFact>(
  work: ApplyWork<Changes>,
  given: readonly ReadMessage<readonly Fact[]>[],
  whole: WholeList,
  table: 'participant' | 'team',
  keyOf: (fact: Fact) => string,
): Promise<FoldResult<Fact>> {
  const messages = usefulMessages(work, given, whole);
  const codes = messages.flatMap(({ fact }) => fact?.map(({ code }) => code) ?? []);
  const folded = foldFacts<Fact>({
    held: await selectHeld(work.tx, table, codes, resetsOf(messages, whole)),
    floors: await selectFloors(work.tx, whole),
    messages: messages.map((message) => foldMessage(message, whole, message.fact ?? [], keyOf)),
  });
  await insertStructure(work.tx, { events: eventsOf(folded.written.values()) });
  return folded;
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

function eventsOf(written: Iterable<{ readonly fact: { readonly entries: readonly EntryFact[] } }>): readonly string[] {
  return [...new Set([...written].flatMap(({ fact }) => fact.entries.map((entry) => entry.eventCode)))];
}
