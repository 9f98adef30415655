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

type Keys = readonly string[];

interface OwnedPage<Owner extends string> {
  readonly owner: Owner;
  readonly date: string | null;
  readonly page: Page;
}

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
    discipline: batchLoader((codes: Keys) => selectDisciplines(db, codes), 'code'),
    event: batchLoader((codes: Keys) => selectEvents(db, codes), 'code'),
    phase: batchLoader((codes: Keys) => selectPhases(db, codes), 'code'),
    unit: batchLoader((codes: Keys) => selectUnits(db, codes), 'code'),
    venue: batchLoader((codes: Keys) => selectVenues(db, codes), 'code'),
    session: batchLoader((codes: Keys) => selectSessions(db, codes), 'code'),
    eventsOf: loaderByArguments(({ gender, page }: { readonly gender: string | null; readonly page: Page }) =>
      groupLoader((keys: Keys) => selectEventsOfDisciplines(db, keys, gender, page), 'ownerKey'),
    ),
    phasesOfEvent: groupLoader((codes: Keys) => selectPhasesOfEvents(db, codes), 'eventCode'),
    unitsOf: loaderByArguments(({ owner, date, page }: OwnedPage<UnitOwner>) =>
      groupLoader((keys: Keys) => selectUnitsOfOwners(db, owner, keys, date, page), 'ownerKey'),
    ),
    unitStatesOf: loaderByArguments(({ owner }: { readonly owner: 'event' | 'phase' }) =>
      groupLoader((keys: Keys) => selectUnitStates(db, owner, keys), 'ownerKey'),
    ),
    sessionsOf: loaderByArguments(({ owner, date, page }: OwnedPage<'discipline' | 'venue'>) =>
      groupLoader((keys: Keys) => selectSessionsOfOwners(db, owner, keys, date, page), 'ownerKey'),
    ),
    venueCodesOfDiscipline: groupLoader((codes: Keys) => selectVenueCodesOfDisciplines(db, codes), 'ownerKey'),
    disciplineCodesOfVenue: groupLoader((codes: Keys) => selectDisciplineCodesOfVenues(db, codes), 'ownerKey'),
  };
}

function resultLoaders(db: Database) {
  return {
    /** By `listKey`; the list that speaks for its scope first. */
    resultLists: groupLoader(
      (keys: Keys) => selectResultListsOfScopes(db, keys.map(readListKey)),
      (row) => listKey(row.kind, row.scopeCode),
    ),
    /** By the document's id. */
    resultsOfList: loaderByArguments(({ order, page }: { readonly order: ResultOrder; readonly page: Page }) =>
      groupLoader(
        (ids: Keys) => selectResultsOfLists(db, ids, order, page),
        (row) => String(row.documentId),
      ),
    ),
    /** By natural key. */
    result: batchLoader(
      (keys: Keys) =>
        selectResults(
          db,
          keys.flatMap((key) => readResultNaturalKey(key) ?? []),
        ),
      (row) => resultNaturalKey(identityOf(row)),
    ),
    resultsOfCompetitor: loaderByArguments(({ page }: { readonly page: Page }) =>
      groupLoader((codes: Keys) => selectResultsOfCompetitors(db, codes, page), 'ownerKey'),
    ),
    /** By `placeKey` of the result. */
    recordsOfResult: groupLoader((keys: Keys) => selectRecordsOfResults(db, keys.map(readPlaceKey)), placeKey),
    recordsOfEvent: groupLoader((codes: Keys) => selectRecordsOfEvents(db, codes), 'eventCode'),
    /** By natural key. */
    record: batchLoader(
      (keys: Keys) =>
        selectRecords(
          db,
          keys.flatMap((key) => readRecordNaturalKey(key) ?? []),
        ),
      (row) => recordNaturalKey({ ...row, key: row.resultKey }, row.recordPosition),
    ),
    actionsOfUnit: loaderByArguments(({ page }: { readonly page: Page }) =>
      groupLoader((codes: Keys) => selectActionsOfUnits(db, codes, page), 'ownerKey'),
    ),
    bracketItemsOfEvent: groupLoader((codes: Keys) => selectBracketItemsOfEvents(db, codes), 'eventCode'),
    bracketItemsOfUnit: groupLoader((codes: Keys) => selectBracketItemsOfUnits(db, codes), 'unitCode'),
    correctionsOfUnit: groupLoader((codes: Keys) => selectCorrectionsOfScopes(db, codes), 'scopeCode'),
    correctionsOfEvent: groupLoader((codes: Keys) => selectCorrectionsOfEvents(db, codes), 'eventCode'),
    competitorsOfUnit: groupLoader((codes: Keys) => selectCompetitorsOfUnits(db, codes), 'unitCode'),
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
    medalsOfEvent: groupLoader((codes: Keys) => selectMedalsOfEvents(db, codes), 'eventCode'),
    medalsOfCompetitor: groupLoader((codes: Keys) => selectMedalsOfCompetitors(db, codes), 'ownerKey'),
    medalsOfOrganisation: loaderByArguments(({ page }: { readonly page: Page }) =>
      groupLoader((codes: Keys) => selectMedalsOfOrganisations(db, codes, page), 'ownerKey'),
    ),
    /** By `placeKey`. */
    medal: batchLoader((keys: Keys) => selectMedals(db, keys.map(readPlaceKey)), placeKey),
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
      (ids: Keys) => selectMessages(db, ids),
      (row) => String(row.id),
    ),
    issuesOfMessage: groupLoader(
      (ids: Keys) => selectIssuesOfMessages(db, ids),
      (row) => String(row.messageId),
    ),
    body: batchLoader(
      (ids: Keys) => selectBodiesOfMessages(db, ids),
      (row) => String(row.messageId),
    ),
    /** By the document's id. */
    missingVersions: batchLoader(
      (ids: Keys) => selectMissingVersions(db, ids),
      (row) => String(row.documentId),
    ),
    versionsOfUnit: groupLoader((codes: Keys) => selectVersionsOfUnits(db, codes), 'unitCode'),
    statusChangesOfUnit: groupLoader((codes: Keys) => selectStatusChangesOfUnits(db, codes), 'unitCode'),
    /** By `pastVersionKey`. */
    pastVersion: new DataLoader(async (keys: Keys) => {
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
    participantName: batchLoader((codes: Keys) => selectParticipantNames(db, codes), 'code'),
    teamName: batchLoader((codes: Keys) => selectTeamNames(db, codes), 'code'),
    knownAthlete: batchLoader((codes: Keys) => selectKnownAthletes(db, codes), 'code'),
    knownTeam: batchLoader((codes: Keys) => selectKnownTeams(db, codes), 'code'),
    knownOrganisation: batchLoader((codes: Keys) => selectKnownOrganisations(db, codes), 'code'),
    entriesOfEvent: loaderByArguments(({ page }: { readonly page: Page }) =>
      groupLoader((codes: Keys) => selectEntriesOfEvents(db, codes, page), 'ownerKey'),
    ),
    entriesOfCompetitor: loaderByArguments(({ page }: { readonly page: Page }) =>
      groupLoader((codes: Keys) => selectEntriesOfCompetitors(db, codes, page), 'ownerKey'),
    ),
    nextUnit: batchLoader((codes: Keys) => selectNextUnits(db, codes, now()), 'competitorCode'),
  };
}
