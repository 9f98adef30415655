import type { Resolvers } from '@games/schema/generated/competition.ts';
import { encodeId, loadReference, type PageArguments, toConnection } from '@games/subgraph';
import type { CompetitionContext } from '../../context.ts';
import { cursorOfMedal } from '../../sql/medals/medals.ts';
import { cursorOfCompetitor } from '../../sql/participants/entries.ts';
import { cursorOfCompetitorResult } from '../../sql/results/results.ts';
import type { UnitRow } from '../../sql/schedule/units.ts';
import { readCode, readListPage } from '../arguments.ts';
import { eventOf, provenanceOf } from '../feed/provenance.ts';
import { standingsOf, wholeGames } from '../medals/medal.ts';
import { showInfos } from '../results/extended.ts';

interface Coded {
  readonly code: string;
}

async function entriesPage({ code }: Coded, args: PageArguments, { loaders }: CompetitionContext) {
  const page = readListPage(args, 'competitor.entries', ['code', 'code']);
  return toConnection(await loaders.entriesOfCompetitor({ page }).load(code), page, cursorOfCompetitor);
}

async function resultsPage({ code }: Coded, args: PageArguments, { loaders }: CompetitionContext) {
  const page = readListPage(args, 'competitor.results', ['time', 'code']);
  return toConnection(await loaders.resultsOfCompetitor({ page }).load(code), page, cursorOfCompetitorResult);
}

async function nextUnit({ code }: Coded, { loaders }: CompetitionContext): Promise<UnitRow | null> {
  const next = await loaders.nextUnit.load(code);
  return next && loaders.unit.load(next.unitCode);
}

export const peopleResolvers: Resolvers = {
  Athlete: {
    __resolveReference: ({ id }, { loaders }) => loadReference(id, 'ath', loaders.knownAthlete),
    id: ({ code }) => encodeId('ath', code),
    entries: entriesPage,
    results: resultsPage,
    medals: ({ code }, _, { loaders }) => loaders.medalsOfCompetitor.load(code),
    nextUnit: (athlete, _, context) => nextUnit(athlete, context),
    nextUnitConfirmed: async ({ code }, _, { loaders }) => (await loaders.nextUnit.load(code))?.confirmed ?? null,
  },
  Team: {
    __resolveReference: ({ id }, { loaders }) => loadReference(id, 'tea', loaders.knownTeam),
    id: ({ code }) => encodeId('tea', code),
    entries: entriesPage,
    results: resultsPage,
    medals: ({ code }, _, { loaders }) => loaders.medalsOfCompetitor.load(code),
    nextUnit: (team, _, context) => nextUnit(team, context),
  },
  Organisation: {
    __resolveReference: ({ code }, { loaders }) => loaders.knownOrganisation.load(readCode(code, 'code')),
    id: ({ code }) => encodeId('org', code),
    medals: async ({ code }, args, { loaders }) => {
      const page = readListPage(args, 'organisation.medals', ['integer', 'code', 'integer']);
      return toConnection(await loaders.medalsOfOrganisation({ page }).load(code), page, cursorOfMedal);
    },
    medalStanding: async ({ code }, _, context) =>
      (await standingsOf(wholeGames, context)).find((row) => row.organisationCode === code) ?? null,
  },
  Entry: {
    event: ({ eventCode }, _, context) => eventOf(eventCode, context),
    competitor: (entry) => entry,
    details: ({ details }) => showInfos(details),
    provenance: ({ messageId }, _, context) => provenanceOf(messageId, context),
  },
};
