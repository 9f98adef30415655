import type { Resolvers } from '@games/schema/generated/competition.ts';
import { encodeId, toConnection, tryDecodeId } from '@games/subgraph';
import type { CompetitionContext } from '../../context.ts';
import { rankOrganisations, reconcile, type Standing } from '../../domain/medals/medalTable.ts';
import { placeKey } from '../../loaders.ts';
import type { CountRow, DoubtRow, MedalScope, ReportedRow } from '../../sql/medals/medals.ts';
import { genderOf, readListPage } from '../arguments.ts';
import { eventOf, provenanceOf } from '../feed/provenance.ts';

export const wholeGames: MedalScope = { discipline: null, gender: null };

export type StandingParent = Standing & { readonly scope: MedalScope };

const typeOf = ({ gender }: MedalScope): string => gender ?? 'TOT';

/** The organisations with medals, ranked. */
export async function standingsOf(
  scope: MedalScope,
  { loaders }: CompetitionContext,
): Promise<readonly StandingParent[]> {
  const counts = await loaders.medalCounts.load(scope.discipline ?? '');
  return rankOrganisations(counts.filter(({ type }) => type === typeOf(scope))).map((row) => ({ ...row, scope }));
}

async function reportedOf(scope: MedalScope, { loaders }: CompetitionContext): Promise<readonly ReportedRow[]> {
  const lines = await loaders.reportedMedals.load(scope.discipline ?? '');
  return lines.filter(({ type }) => type === typeOf(scope));
}

/** A medal table by its global id; null for an id of anything else, or of a discipline that is not there. */
export async function medalTableById(id: string, { loaders }: CompetitionContext): Promise<MedalScope | null> {
  const match = /^([A-Z0-9]{3})?\.([MWXO])?$/.exec(tryDecodeId(id, 'mtb') ?? '');
  if (match === null) return null;
  const scope = { discipline: match[1] ?? null, gender: match[2] ?? null };
  return scope.discipline === null || (await loaders.discipline.load(scope.discipline)) ? scope : null;
}

/** The parts of a standing's natural key: organisation, discipline and gender, the latter two empty for all. */
const standingKey = ({ organisationCode, scope }: StandingParent): string =>
  scope.discipline === null && scope.gender === null
    ? organisationCode
    : `${organisationCode}.${scope.discipline ?? ''}.${scope.gender ?? ''}`;

/** A standing by its global id; null for an id of anything else, or of an organisation without a medal. */
export async function standingById(id: string, context: CompetitionContext): Promise<StandingParent | null> {
  const match = /^([A-Z0-9]{1,10})(?:\.([A-Z0-9]{3})?\.([MWXO])?)?$/.exec(tryDecodeId(id, 'mst') ?? '');
  if (match === null) return null;
  const scope = { discipline: match[2] ?? null, gender: match[3] ?? null };
  return (await standingsOf(scope, context)).find((row) => row.organisationCode === match[1]) ?? null;
}

/** The two tables that are compared: those of the scope's gender, or all where it has none. */
async function bothTables(scope: MedalScope, { loaders }: CompetitionContext) {
  const isCounted = ({ type }: { readonly type: string }): boolean => scope.gender === null || type === scope.gender;
  const key = scope.discipline ?? '';
  const [derived, reported] = await Promise.all([loaders.medalCounts.load(key), loaders.reportedMedals.load(key)]);
  return {
    derived: (derived as readonly CountRow[]).filter(isCounted),
    reported: (reported as readonly ReportedRow[]).filter(isCounted),
  };
}

const doubtMessages: Readonly<Record<DoubtRow['code'], string>> = {
  MEDALLISTS_MISSING: 'The unit that decides gold is official, but no medallists have been received.',
  MEDAL_MISSING: 'The official medallists are fewer than three, and nothing says which medal is not awarded.',
  GOLD_NOT_FIRST: 'The gold medallist is not first in the official result of the unit that decides gold.',
  MEDALLIST_WITHOUT_RESULT: 'The medallist has no valid result in the official result of the deciding unit.',
};

export const medalResolvers: Resolvers = {
  MedalTable: {
    id: ({ discipline, gender }) => encodeId('mtb', `${discipline ?? ''}.${gender ?? ''}`),
    standings: async (scope, args, context) => {
      const page = readListPage(args, `medals.${scope.discipline ?? ''}.${scope.gender ?? ''}`, ['integer']);
      const inRange = (await standingsOf(scope, context)).filter(
        ({ sortRank }) =>
          (page.after === null || sortRank > Number(page.after[0])) &&
          (page.before === null || sortRank < Number(page.before[0])),
      );
      const rows = (page.backward ? inRange.reverse() : inRange).slice(0, page.size + 1);
      return toConnection(rows, page, ({ sortRank }) => [sortRank]);
    },
    decidedEventCount: async (scope, _, { loaders }) =>
      (await loaders.eventCounts.load(JSON.stringify(scope))).decidedEventCount,
    eventCount: async (scope, _, { loaders }) => (await loaders.eventCounts.load(JSON.stringify(scope))).eventCount,
    reconciliation: (scope) => scope,
  },
  MedalStanding: {
    __resolveReference: ({ id }, context) => standingById(id, context),
    id: (standing) => encodeId('mst', standingKey(standing)),
    organisation: ({ organisationCode }) => ({ code: organisationCode }),
    reported: async ({ organisationCode, scope }, _, context) =>
      (await reportedOf(scope, context)).find((line) => line.organisationCode === organisationCode) ?? null,
    agrees: async (standing, _, context) => {
      const lines = await reportedOf(standing.scope, context);
      if (lines.length === 0) return null;
      const reported = lines.find((line) => line.organisationCode === standing.organisationCode);
      return (['gold', 'silver', 'bronze', 'total'] as const).every(
        (kind) => standing[kind] === (reported?.[kind] ?? 0),
      );
    },
  },
  ReportedMedals: {
    provenance: ({ messageId }, _, context) => provenanceOf(messageId, context),
  },
  MedalReconciliation: {
    outcome: async (scope, _, context) => {
      const { derived, reported } = await bothTables(scope, context);
      if (reported.length === 0) return 'NOTHING_REPORTED';
      return reconcile(derived, reported).length === 0 ? 'AGREES' : 'DIFFERS';
    },
    reportedBy: async (scope, _, context) => {
      const { reported } = await bothTables(scope, context);
      return reported[0] ? provenanceOf(reported[0].messageId, context) : null;
    },
    differences: async (scope, _, context) => {
      const { derived, reported } = await bothTables(scope, context);
      return reported.length === 0 ? [] : reconcile(derived, reported);
    },
    doubts: async ({ discipline, gender }, _, { loaders }) => {
      const doubts = await loaders.doubtfulMedals.load(discipline ?? '');
      return doubts.filter(({ eventCode }) => gender === null || eventCode[3] === gender);
    },
  },
  MedalDifference: {
    organisation: ({ organisationCode }) => ({ code: organisationCode }),
    gender: ({ type }) => genderOf(type),
  },
  MedalDoubt: {
    message: ({ code }) => doubtMessages[code],
    event: ({ eventCode }, _, context) => eventOf(eventCode, context),
    medal: ({ documentId, position }, _, { loaders }) =>
      documentId === null || position === null ? null : loaders.medal.load(placeKey({ documentId, position })),
  },
  Medal: {
    event: ({ eventCode }, _, context) => eventOf(eventCode, context),
    unit: ({ unitCode }, _, { loaders }) => (unitCode === null ? null : loaders.unit.load(unitCode)),
    competitor: (medal) => (medal.competitorCode === null ? null : medal),
    provenance: ({ messageId }, _, context) => provenanceOf(messageId, context),
  },
};
