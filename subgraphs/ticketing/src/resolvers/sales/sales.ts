import type { Resolvers } from '@games/schema/generated/ticketing.ts';
import { decodeId, encodeId, loadReference } from '@games/subgraph';
import type { TicketingContext } from '../../context.ts';
import type { DrawRow } from '../../sql/draws/draws.ts';
import { type PhaseRow, type SalesRulesRow, selectPhases } from '../../sql/sales/sales.ts';
import { textIn } from '../sessions/sessions.ts';

const rulesOf = async ({ loaders }: TicketingContext): Promise<SalesRulesRow> =>
  (await loaders.rules.load('rules')) as SalesRulesRow;

/** The tighter of the general limit and the phase's own. */
const tighter = (general: number, own: number | null): number => (own === null ? general : Math.min(general, own));

export const salesResolvers: Resolvers = {
  Query: {
    salesPhases: (_root, _args, { database }) => selectPhases(database),
    draw: (_root, { id }, { loaders }) => loaders.drawByCode.load(decodeId(id, 'drw')),
  },
  SalesPhase: {
    id: ({ code }) => `sph_${code}`,
    name: ({ names }, _args, { languages }) => textIn(languages, names),
    accountCap: async ({ accountCap }, _args, context) => tighter((await rulesOf(context)).accountCap, accountCap),
    sessionCap: async ({ sessionCap }, _args, context) => tighter((await rulesOf(context)).sessionCap, sessionCap),
    ceremonyCap: async ({ sessionCap }, _args, context) => tighter((await rulesOf(context)).ceremonyCap, sessionCap),
    draw: ({ id, kind }, _args, { loaders }) => (kind === 'DRAW' ? loaders.drawOfPhase.load(id) : null),
  },
  Draw: {
    __resolveReference: ({ id }, { loaders }) => loadReference(id, 'drw', loaders.drawByCode),
    id: ({ code }) => encodeId('drw', code),
    phase: async ({ phaseId }, _args, { loaders }) => (await loaders.phase.load(phaseId)) as PhaseRow,
    entryCount: ({ entriesCount }) => entriesCount,
    recordPath: ({ publishedAt, code }) => (publishedAt !== null ? `/draws/${code}.json` : null),
  },
  DrawEntry: {
    draw: async ({ drawId }, _args, { loaders }) => (await loaders.draw.load(drawId)) as DrawRow,
  },
};
