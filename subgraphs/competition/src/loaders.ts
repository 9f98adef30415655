import type { Database } from '@games/postgres';
import { batchLoader, groupLoader, loaderByArguments, type Page } from '@games/subgraph';
import DataLoader from 'dataloader';
import type { ResultListKind } from './domain/facts.ts';
import {
  type ResultIdentity,
  readRecordNaturalKey,
  readResultNaturalKey,
  recordNaturalKey,
  resultNaturalKey,
} from './domain/results/resultId.ts';
import { selectActionsOfUnits } from './sql/actions/actions.ts';
import { selectBracketItemsOfEvents, selectBracketItemsOfUnits } from './sql/brackets/brackets.ts';
import { selectCorrectionsOfEvents, selectCorrectionsOfScopes } from './sql/corrections/corrections.ts';
import {
  selectBodiesOfMessages,
  selectIssuesOfMessages,
  selectMessages,
  selectMissingVersions,
} from './sql/feed/messages.ts';
import {
  type MedalScope,
  selectDoubtfulMedals,
  selectEventCounts,
  selectMedalCounts,
  selectMedals,
  selectMedalsOfCompetitors,
  selectMedalsOfEvents,
  selectMedalsOfOrganisations,
  selectReportedMedals,
} from './sql/medals/medals.ts';
import {
  selectCompetitorsOfUnits,
  selectKnownAthletes,
  selectKnownOrganisations,
  selectKnownTeams,
  selectParticipantNames,
  selectTeamNames,
} from './sql/participants/competitors.ts';
import { selectEntriesOfCompetitors, selectEntriesOfEvents } from './sql/participants/entries.ts';
import { selectPastVersions, selectStatusChangesOfUnits, selectVersionsOfUnits } from './sql/results/history.ts';
import { selectRecords, selectRecordsOfEvents, selectRecordsOfResults } from './sql/results/records.ts';
import {
  type ResultOrder,
  selectResultListsOfScopes,
  selectResults,
  selectResultsOfCompetitors,
  selectResultsOfLists,
} from './sql/results/results.ts';
import { selectNextUnits } from './sql/schedule/nextUnits.ts';
import { selectSessions, selectSessionsOfOwners } from './sql/schedule/sessions.ts';
import { selectUnitStates, selectUnits, selectUnitsOfOwners, type UnitOwner } from './sql/schedule/units.ts';
import {
  selectDisciplines,
  selectEvents,
  selectEventsOfDisciplines,
  selectPhases,
  selectPhasesOfEvents,
} from './sql/structure/structure.ts';
import { selectDisciplineCodesOfVenues, selectVenueCodesOfDisciplines, selectVenues } from './sql/structure/venues.ts';

interface OwnedPage<Owner extends string> {
  readonly owner: Owner;
  readonly date: string | null;
  readonly page: Page;
}

const ownerKeyOf = (row: { readonly ownerKey: string }): string => row.ownerKey;
const codeOf = (row: { readonly code: string }): string => row.code;

/** A place in a document, as a loader's key. */
export const placeKey = (place: { readonly documentId: bigint; readonly position: number }): string =>
  `${place.documentId} ${place.position}`;

function readPlaceKey(key: string): { readonly documentId: bigint; readonly position: number } {
  const [documentId, position] = key.split(' ') as [string, string];
  return { documentId: BigInt(documentId), position: Number(position) };
}

/** A list of results, as a loader's key. */
export const listKey = (kind: ResultListKind, scopeCode: string): string => `${kind} ${scopeCode}`;

function readListKey(key: string): { readonly kind: ResultListKind; readonly scopeCode: string } {
  const [kind, scopeCode] = key.split(' ') as [ResultListKind, string];
  return { kind, scopeCode };
}

const identityOf = (row: ResultIdentity): ResultIdentity => row;

/** The loaders of one request (or one event of a subscription): each reads all that is wanted of its kind in one statement. */
export function createLoaders(db: Database, now: () => Date) {
  return {
    ...structureLoaders(db),
    ...resultLoaders(db),
    ...medalLoaders(db),
    ...messageLoaders(db),
    ...competitorLoaders(db, now),
  };
}
export type Loaders = ReturnType<typeof createLoaders>;

function structureLoaders(db: Database) {
  return {
    discipline: batchLoader((codes: readonly string[]) => selectDisciplines(db, codes), codeOf),
    event: batchLoader((codes: readonly string[]) => selectEvents(db, codes), codeOf),
    phase: batchLoader((codes: readonly string[]) => selectPhases(db, codes), codeOf),
    unit: batchLoader((codes: readonly string[]) => selectUnits(db, codes), codeOf),
    venue: batchLoader((codes: readonly string[]) => selectVenues(db, codes), codeOf),
    session: batchLoader((codes: readonly string[]) => selectSessions(db, codes), codeOf),
    eventsOf: loaderByArguments(({ gender, page }: { readonly gender: string | null; readonly page: Page }) =>
      groupLoader((keys: readonly string[]) => selectEventsOfDisciplines(db, keys, gender, page), ownerKeyOf),
    ),
    phasesOfEvent: groupLoader(
      (codes: readonly string[]) => selectPhasesOfEvents(db, codes),
      (row) => row.eventCode,
    ),
    unitsOf: loaderByArguments(({ owner, date, page }: OwnedPage<UnitOwner>) =>
      groupLoader((keys: readonly string[]) => selectUnitsOfOwners(db, owner, keys, date, page), ownerKeyOf),
    ),
    unitStatesOf: loaderByArguments(({ owner }: { readonly owner: 'event' | 'phase' }) =>
      groupLoader((keys: readonly string[]) => selectUnitStates(db, owner, keys), ownerKeyOf),
    ),
    sessionsOf: loaderByArguments(({ owner, date, page }: OwnedPage<'discipline' | 'venue'>) =>
      groupLoader((keys: readonly string[]) => selectSessionsOfOwners(db, owner, keys, date, page), ownerKeyOf),
    ),
    venueCodesOfDiscipline: groupLoader(
      (codes: readonly string[]) => selectVenueCodesOfDisciplines(db, codes),
      ownerKeyOf,
    ),
    disciplineCodesOfVenue: groupLoader(
      (codes: readonly string[]) => selectDisciplineCodesOfVenues(db, codes),
      ownerKeyOf,
    ),
  };
}

function resultLoaders(db: Database) {
  return {
    /** By `listKey`; the list that speaks for its scope first. */
    resultLists: groupLoader(
      (keys: readonly string[]) => selectResultListsOfScopes(db, keys.map(readListKey)),
      (row) => listKey(row.kind, row.scopeCode),
    ),
    /** By the document's id. */
    resultsOfList: loaderByArguments(({ order, page }: { readonly order: ResultOrder; readonly page: Page }) =>
      groupLoader(
        (ids: readonly string[]) => selectResultsOfLists(db, ids, order, page),
        (row) => String(row.documentId),
      ),
    ),
    /** By natural key. */
    result: batchLoader(
      (keys: readonly string[]) =>
        selectResults(
          db,
          keys.flatMap((key) => readResultNaturalKey(key) ?? []),
        ),
      (row) => resultNaturalKey(identityOf(row)),
    ),
    resultsOfCompetitor: loaderByArguments(({ page }: { readonly page: Page }) =>
      groupLoader((codes: readonly string[]) => selectResultsOfCompetitors(db, codes, page), ownerKeyOf),
    ),
    /** By `placeKey` of the result. */
    recordsOfResult: groupLoader(
      (keys: readonly string[]) => selectRecordsOfResults(db, keys.map(readPlaceKey)),
      placeKey,
    ),
    recordsOfEvent: groupLoader(
      (codes: readonly string[]) => selectRecordsOfEvents(db, codes),
      (row) => row.eventCode,
    ),
    /** By natural key. */
    record: batchLoader(
      (keys: readonly string[]) =>
        selectRecords(
          db,
          keys.flatMap((key) => readRecordNaturalKey(key) ?? []),
        ),
      (row) => recordNaturalKey({ ...row, key: row.resultKey }, row.recordPosition),
    ),
    actionsOfUnit: loaderByArguments(({ page }: { readonly page: Page }) =>
      groupLoader((codes: readonly string[]) => selectActionsOfUnits(db, codes, page), ownerKeyOf),
    ),
    bracketItemsOfEvent: groupLoader(
      (codes: readonly string[]) => selectBracketItemsOfEvents(db, codes),
      (row) => row.eventCode,
    ),
    bracketItemsOfUnit: groupLoader(
      (codes: readonly string[]) => selectBracketItemsOfUnits(db, codes),
      (row) => row.unitCode as string,
    ),
    correctionsOfUnit: groupLoader(
      (codes: readonly string[]) => selectCorrectionsOfScopes(db, codes),
      (row) => row.scopeCode,
    ),
    correctionsOfEvent: groupLoader(
      (codes: readonly string[]) => selectCorrectionsOfEvents(db, codes),
      (row) => row.eventCode,
    ),
    competitorsOfUnit: groupLoader(
      (codes: readonly string[]) => selectCompetitorsOfUnits(db, codes),
      (row) => row.unitCode,
    ),
  };
}

/** A loader whose keys are read one statement each: for questions about a whole, of which a request has one or two. */
function wholeLoader<Value>(load: (key: string) => Promise<Value>): DataLoader<string, Value> {
  return new DataLoader((keys) => Promise.all(keys.map(load)));
}

/** The key of the whole Games among disciplines. */
const disciplineOf = (key: string): string | null => (key === '' ? null : key);

function medalLoaders(db: Database) {
  return {
    medalsOfEvent: groupLoader(
      (codes: readonly string[]) => selectMedalsOfEvents(db, codes),
      (row) => row.eventCode,
    ),
    medalsOfCompetitor: groupLoader((codes: readonly string[]) => selectMedalsOfCompetitors(db, codes), ownerKeyOf),
    medalsOfOrganisation: loaderByArguments(({ page }: { readonly page: Page }) =>
      groupLoader((codes: readonly string[]) => selectMedalsOfOrganisations(db, codes, page), ownerKeyOf),
    ),
    /** By `placeKey`. */
    medal: batchLoader((keys: readonly string[]) => selectMedals(db, keys.map(readPlaceKey)), placeKey),
    /** By discipline; '' for the whole Games. */
    medalCounts: wholeLoader((key) => selectMedalCounts(db, disciplineOf(key))),
    reportedMedals: wholeLoader((key) => selectReportedMedals(db, disciplineOf(key))),
    doubtfulMedals: wholeLoader((key) => selectDoubtfulMedals(db, disciplineOf(key))),
    eventCounts: wholeLoader((key) => selectEventCounts(db, JSON.parse(key) as MedalScope)),
  };
}

function messageLoaders(db: Database) {
  return {
    message: batchLoader(
      (ids: readonly string[]) => selectMessages(db, ids),
      (row) => String(row.id),
    ),
    issuesOfMessage: groupLoader(
      (ids: readonly string[]) => selectIssuesOfMessages(db, ids),
      (row) => String(row.messageId),
    ),
    body: batchLoader(
      (ids: readonly string[]) => selectBodiesOfMessages(db, ids),
      (row) => String(row.messageId),
    ),
    /** By the document's id. */
    missingVersions: batchLoader(
      (ids: readonly string[]) => selectMissingVersions(db, ids),
      (row) => String(row.documentId),
    ),
    versionsOfUnit: groupLoader(
      (codes: readonly string[]) => selectVersionsOfUnits(db, codes),
      (row) => row.unitCode,
    ),
    statusChangesOfUnit: groupLoader(
      (codes: readonly string[]) => selectStatusChangesOfUnits(db, codes),
      (row) => row.unitCode,
    ),
    /** By `pastVersionKey`. */
    pastVersion: new DataLoader(async (keys: readonly string[]) => {
      const asked = keys.map((key) => {
        const [unitCode, version, time, messageId] = JSON.parse(key) as PastVersionParts;
        return { unitCode, version, time: time === null ? null : new Date(time), messageId };
      });
      const rows = new Map((await selectPastVersions(db, asked)).map((row) => [row.place - 1, row]));
      return keys.map((_, index) => rows.get(index) ?? null);
    }),
  };
}

type PastVersionParts = [string, number | null, string | null, string | null];

/** The key of a unit's result at a version, at a time, or as a message said it. */
export const pastVersionKey = (
  unitCode: string,
  at: { readonly version?: number | null; readonly time?: Date | null; readonly messageId?: string },
): string => JSON.stringify([unitCode, at.version ?? null, at.time ?? null, at.messageId ?? null]);

function competitorLoaders(db: Database, now: () => Date) {
  return {
    participantName: batchLoader((codes: readonly string[]) => selectParticipantNames(db, codes), codeOf),
    teamName: batchLoader((codes: readonly string[]) => selectTeamNames(db, codes), codeOf),
    knownAthlete: batchLoader((codes: readonly string[]) => selectKnownAthletes(db, codes), codeOf),
    knownTeam: batchLoader((codes: readonly string[]) => selectKnownTeams(db, codes), codeOf),
    knownOrganisation: batchLoader((codes: readonly string[]) => selectKnownOrganisations(db, codes), codeOf),
    entriesOfEvent: loaderByArguments(({ page }: { readonly page: Page }) =>
      groupLoader((codes: readonly string[]) => selectEntriesOfEvents(db, codes, page), ownerKeyOf),
    ),
    entriesOfCompetitor: loaderByArguments(({ page }: { readonly page: Page }) =>
      groupLoader((codes: readonly string[]) => selectEntriesOfCompetitors(db, codes, page), ownerKeyOf),
    ),
    nextUnit: batchLoader(
      (codes: readonly string[]) => selectNextUnits(db, codes, now()),
      (row) => row.competitorCode,
    ),
  };
}
