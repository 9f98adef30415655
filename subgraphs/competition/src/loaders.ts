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
} from './domain/resultId.ts';
import { actionsOfUnits } from './sql/actions.ts';
import { bracketItemsOfEvents, bracketItemsOfUnits } from './sql/brackets.ts';
import {
  competitorsOfUnits,
  knownAthletes,
  knownOrganisations,
  knownTeams,
  participantNames,
  teamNames,
} from './sql/competitors.ts';
import { correctionsOfEvents, correctionsOfScopes } from './sql/correctionRows.ts';
import { entriesOfCompetitors, entriesOfEvents } from './sql/entries.ts';
import { pastVersions, statusChangesOfUnits, versionsOfUnits } from './sql/history.ts';
import {
  countEvents,
  countMedals,
  doubtfulMedals,
  type MedalScope,
  medalsByPlaces,
  medalsOfCompetitors,
  medalsOfEvents,
  medalsOfOrganisations,
  reportedMedals,
} from './sql/medals.ts';
import { bodiesOfMessages, issuesOfMessages, messagesByIds, missingVersions } from './sql/messages.ts';
import { nextUnits } from './sql/nextUnits.ts';
import { recordsByKeys, recordsOfEvents, recordsOfResults } from './sql/records.ts';
import {
  type ResultOrder,
  resultListsOfScopes,
  resultsByKeys,
  resultsOfCompetitors,
  resultsOfLists,
} from './sql/results.ts';
import { sessionsByCodes, sessionsOfOwners } from './sql/sessions.ts';
import {
  disciplinesByCodes,
  eventsByCodes,
  eventsOfDisciplines,
  phasesByCodes,
  phasesOfEvents,
} from './sql/structureRows.ts';
import { type UnitOwner, unitStates, unitsByCodes, unitsOfOwners } from './sql/units.ts';
import { disciplineCodesOfVenues, venueCodesOfDisciplines, venuesByCodes } from './sql/venues.ts';

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
    discipline: batchLoader((codes: readonly string[]) => disciplinesByCodes(db, codes), codeOf),
    event: batchLoader((codes: readonly string[]) => eventsByCodes(db, codes), codeOf),
    phase: batchLoader((codes: readonly string[]) => phasesByCodes(db, codes), codeOf),
    unit: batchLoader((codes: readonly string[]) => unitsByCodes(db, codes), codeOf),
    venue: batchLoader((codes: readonly string[]) => venuesByCodes(db, codes), codeOf),
    session: batchLoader((codes: readonly string[]) => sessionsByCodes(db, codes), codeOf),
    eventsOf: loaderByArguments(({ gender, page }: { readonly gender: string | null; readonly page: Page }) =>
      groupLoader((keys: readonly string[]) => eventsOfDisciplines(db, keys, gender, page), ownerKeyOf),
    ),
    phasesOfEvent: groupLoader(
      (codes: readonly string[]) => phasesOfEvents(db, codes),
      (row) => row.eventCode,
    ),
    unitsOf: loaderByArguments(({ owner, date, page }: OwnedPage<UnitOwner>) =>
      groupLoader((keys: readonly string[]) => unitsOfOwners(db, owner, keys, date, page), ownerKeyOf),
    ),
    unitStatesOf: loaderByArguments(({ owner }: { readonly owner: 'event' | 'phase' }) =>
      groupLoader((keys: readonly string[]) => unitStates(db, owner, keys), ownerKeyOf),
    ),
    sessionsOf: loaderByArguments(({ owner, date, page }: OwnedPage<'discipline' | 'venue'>) =>
      groupLoader((keys: readonly string[]) => sessionsOfOwners(db, owner, keys, date, page), ownerKeyOf),
    ),
    venueCodesOfDiscipline: groupLoader((codes: readonly string[]) => venueCodesOfDisciplines(db, codes), ownerKeyOf),
    disciplineCodesOfVenue: groupLoader((codes: readonly string[]) => disciplineCodesOfVenues(db, codes), ownerKeyOf),
  };
}

function resultLoaders(db: Database) {
  return {
    /** By `listKey`; the list that speaks for its scope first. */
    resultLists: groupLoader(
      (keys: readonly string[]) => resultListsOfScopes(db, keys.map(readListKey)),
      (row) => listKey(row.kind, row.scopeCode),
    ),
    /** By the document's id. */
    resultsOfList: loaderByArguments(({ order, page }: { readonly order: ResultOrder; readonly page: Page }) =>
      groupLoader(
        (ids: readonly string[]) => resultsOfLists(db, ids, order, page),
        (row) => String(row.documentId),
      ),
    ),
    /** By natural key. */
    result: batchLoader(
      (keys: readonly string[]) =>
        resultsByKeys(
          db,
          keys.flatMap((key) => readResultNaturalKey(key) ?? []),
        ),
      (row) => resultNaturalKey(identityOf(row)),
    ),
    resultsOfCompetitor: loaderByArguments(({ page }: { readonly page: Page }) =>
      groupLoader((codes: readonly string[]) => resultsOfCompetitors(db, codes, page), ownerKeyOf),
    ),
    /** By `placeKey` of the result. */
    recordsOfResult: groupLoader((keys: readonly string[]) => recordsOfResults(db, keys.map(readPlaceKey)), placeKey),
    recordsOfEvent: groupLoader(
      (codes: readonly string[]) => recordsOfEvents(db, codes),
      (row) => row.eventCode,
    ),
    /** By natural key. */
    record: batchLoader(
      (keys: readonly string[]) =>
        recordsByKeys(
          db,
          keys.flatMap((key) => readRecordNaturalKey(key) ?? []),
        ),
      (row) => recordNaturalKey({ ...row, key: row.resultKey }, row.recordPosition),
    ),
    actionsOfUnit: loaderByArguments(({ page }: { readonly page: Page }) =>
      groupLoader((codes: readonly string[]) => actionsOfUnits(db, codes, page), ownerKeyOf),
    ),
    bracketItemsOfEvent: groupLoader(
      (codes: readonly string[]) => bracketItemsOfEvents(db, codes),
      (row) => row.eventCode,
    ),
    bracketItemsOfUnit: groupLoader(
      (codes: readonly string[]) => bracketItemsOfUnits(db, codes),
      (row) => row.unitCode as string,
    ),
    correctionsOfUnit: groupLoader(
      (codes: readonly string[]) => correctionsOfScopes(db, codes),
      (row) => row.scopeCode,
    ),
    correctionsOfEvent: groupLoader(
      (codes: readonly string[]) => correctionsOfEvents(db, codes),
      (row) => row.eventCode,
    ),
    competitorsOfUnit: groupLoader(
      (codes: readonly string[]) => competitorsOfUnits(db, codes),
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
      (codes: readonly string[]) => medalsOfEvents(db, codes),
      (row) => row.eventCode,
    ),
    medalsOfCompetitor: groupLoader((codes: readonly string[]) => medalsOfCompetitors(db, codes), ownerKeyOf),
    medalsOfOrganisation: loaderByArguments(({ page }: { readonly page: Page }) =>
      groupLoader((codes: readonly string[]) => medalsOfOrganisations(db, codes, page), ownerKeyOf),
    ),
    /** By `placeKey`. */
    medal: batchLoader((keys: readonly string[]) => medalsByPlaces(db, keys.map(readPlaceKey)), placeKey),
    /** By discipline; '' for the whole Games. */
    medalCounts: wholeLoader((key) => countMedals(db, disciplineOf(key))),
    reportedMedals: wholeLoader((key) => reportedMedals(db, disciplineOf(key))),
    doubtfulMedals: wholeLoader((key) => doubtfulMedals(db, disciplineOf(key))),
    eventCounts: wholeLoader((key) => countEvents(db, JSON.parse(key) as MedalScope)),
  };
}

function messageLoaders(db: Database) {
  return {
    message: batchLoader(
      (ids: readonly string[]) => messagesByIds(db, ids),
      (row) => String(row.id),
    ),
    issuesOfMessage: groupLoader(
      (ids: readonly string[]) => issuesOfMessages(db, ids),
      (row) => String(row.messageId),
    ),
    body: batchLoader(
      (ids: readonly string[]) => bodiesOfMessages(db, ids),
      (row) => String(row.messageId),
    ),
    /** By the document's id. */
    missingVersions: batchLoader(
      (ids: readonly string[]) => missingVersions(db, ids),
      (row) => String(row.documentId),
    ),
    versionsOfUnit: groupLoader(
      (codes: readonly string[]) => versionsOfUnits(db, codes),
      (row) => row.unitCode,
    ),
    statusChangesOfUnit: groupLoader(
      (codes: readonly string[]) => statusChangesOfUnits(db, codes),
      (row) => row.unitCode,
    ),
    /** By JSON of unit, version and time. */
    pastVersion: new DataLoader(async (keys: readonly string[]) => {
      const asked = keys.map((key) => {
        const [unitCode, version, time] = JSON.parse(key) as [string, number | null, string | null];
        return { unitCode, version, time: time === null ? null : new Date(time) };
      });
      const rows = new Map((await pastVersions(db, asked)).map((row) => [row.place - 1, row]));
      return keys.map((_, index) => rows.get(index) ?? null);
    }),
  };
}

function competitorLoaders(db: Database, now: () => Date) {
  return {
    participantName: batchLoader((codes: readonly string[]) => participantNames(db, codes), codeOf),
    teamName: batchLoader((codes: readonly string[]) => teamNames(db, codes), codeOf),
    knownAthlete: batchLoader((codes: readonly string[]) => knownAthletes(db, codes), codeOf),
    knownTeam: batchLoader((codes: readonly string[]) => knownTeams(db, codes), codeOf),
    knownOrganisation: batchLoader((codes: readonly string[]) => knownOrganisations(db, codes), codeOf),
    entriesOfEvent: loaderByArguments(({ page }: { readonly page: Page }) =>
      groupLoader((codes: readonly string[]) => entriesOfEvents(db, codes, page), ownerKeyOf),
    ),
    entriesOfCompetitor: loaderByArguments(({ page }: { readonly page: Page }) =>
      groupLoader((codes: readonly string[]) => entriesOfCompetitors(db, codes, page), ownerKeyOf),
    ),
    nextUnit: batchLoader(
      (codes: readonly string[]) => nextUnits(db, codes, now()),
      (row) => row.competitorCode,
    ),
  };
}
