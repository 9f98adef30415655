import type { CompetitorKind, DuelOutcome, Resolvers } from '@games/schema/generated/competition.ts';
import type { CompetitorFact, MemberFact } from '../../domain/facts.ts';
import { showExtended } from '../results/extended.ts';

/** What is known of a competitor, wherever it is listed: rows of results, medals, entries, brackets and starts are all of this shape. */
export interface CompetitorParent {
  readonly placeholder?: string | null;
  readonly competitorCode: string | null;
  readonly competitorType: string | null;
  readonly organisationCode: string | null;
  readonly printedName: string | null;
  readonly members: readonly MemberFact[];
}

/** A competitor that a message told, in the shape of a row. */
export const competitorOfFact = (fact: CompetitorFact): CompetitorParent => ({
  placeholder: fact.placeholder,
  competitorCode: fact.code,
  competitorType: fact.type,
  organisationCode: fact.organisation,
  printedName: fact.printedName,
  members: fact.members,
});

const kinds: Readonly<Record<string, CompetitorKind>> = {
  A: 'ATHLETE',
  T: 'TEAM',
  G: 'GROUP',
  TBD: 'TO_BE_DETERMINED',
  BYE: 'BYE',
  NOCOMP: 'NO_COMPETITOR',
};

const placeholderNames: Readonly<Record<string, string>> = {
  TBD: 'To be determined',
  BYE: 'Bye',
  NOCOMP: 'No competitor',
};

const outcomes: Readonly<Record<string, DuelOutcome>> = { W: 'WON', L: 'LOST', T: 'TIED' };

/** Won, lost or tied, from the letter of the feed. */
export const outcomeOf = (wlt: string | null): DuelOutcome | null => (wlt === null ? null : (outcomes[wlt] ?? null));

export const competitorResolvers: Resolvers = {
  Competitor: {
    kind: ({ placeholder, competitorType }) => kinds[placeholder ?? competitorType ?? 'TBD'] as CompetitorKind,
    code: ({ competitorCode }) => competitorCode,
    name: async ({ placeholder, competitorCode, competitorType, printedName }, _, { loaders }) => {
      if (competitorCode === null) return placeholderNames[placeholder ?? 'TBD'] as string;
      const known = competitorType === 'A' ? loaders.participantName : loaders.teamName;
      return (await known.load(competitorCode))?.name ?? printedName ?? competitorCode;
    },
    printedName: ({ printedName }) => printedName,
    athlete: ({ competitorCode, competitorType }) =>
      competitorType === 'A' && competitorCode !== null ? { code: competitorCode } : null,
    team: ({ competitorCode, competitorType }) =>
      competitorType === 'T' && competitorCode !== null ? { code: competitorCode } : null,
    organisation: ({ organisationCode }) => (organisationCode === null ? null : { code: organisationCode }),
    members: ({ competitorCode, competitorType, printedName, members }) =>
      competitorType === 'A' && competitorCode !== null
        ? [{ code: competitorCode, ...(printedName === null ? {} : { name: printedName }) }]
        : members,
  },
  CompetitorMember: {
    athlete: ({ code }) => ({ code }),
    name: async ({ code, name }, _, { loaders }) => (await loaders.participantName.load(code))?.name ?? name ?? code,
    order: ({ order }) => order ?? null,
    bib: ({ bib }) => bib ?? null,
    role: ({ role }) => role ?? null,
    extendedResults: ({ extended }) => showExtended(extended ?? []),
  },
};
