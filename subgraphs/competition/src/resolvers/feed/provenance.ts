import type { Resolvers } from '@games/schema/generated/competition.ts';
import type { CompetitionContext } from '../../context.ts';
import { isResultStatus, type ResultStatus } from '../../domain/results/resultStatus.ts';
import { offsetText } from '../../domain/schedule/offsetTime.ts';
import type { MessageRow } from '../../sql/feed/messages.ts';
import type { EventRow } from '../../sql/structure/structure.ts';
import { found } from '../found.ts';
import { showNotes } from '../results/extended.ts';

/** The message that said a fact. Each fact has one. */
export async function provenanceOf(messageId: bigint, { loaders }: CompetitionContext): Promise<MessageRow> {
  return found(await loaders.message.load(String(messageId)), 'message');
}

/** When a message was written: the venue's clock with the venue's offset. */
export const generatedAt = ({ generatedAt: local, utcOffsetMinutes }: MessageRow): string =>
  `${local.replace(/\.000$/, '')}${offsetText(utcOffsetMinutes)}`;

/** A status as the graph knows it; null for one that it does not. */
export const resultStatusOf = (status: string | null): ResultStatus | null => (isResultStatus(status) ? status : null);

export const provenanceResolvers: Resolvers = {
  Provenance: {
    messageId: ({ id }) => String(id),
    documentSubcode: ({ documentSubcode }) => documentSubcode || null,
    generatedAt,
    missingVersions: async ({ documentId }, _, { loaders }) =>
      (await loaders.missingVersions.load(String(documentId)))?.versions ?? [],
  },
  ResultVersion: {
    status: ({ resultStatus, invalidates }) => (invalidates ? null : resultStatusOf(resultStatus)),
    withdrawn: ({ invalidates }) => invalidates,
    provenance: ({ messageId }, _, context) => provenanceOf(messageId, context),
  },
  Correction: {
    id: ({ id }) => `cor_${id}`,
    code: ({ scopeCode }) => scopeCode,
    event: ({ eventCode }, _, context) => eventOf(eventCode, context),
    unit: ({ documentType, scopeCode }, _, { loaders }) =>
      documentType === 'DT_RESULT' || documentType === 'DT_CURRENT' ? loaders.unit.load(scopeCode) : null,
    notes: ({ notes }) => showNotes(notes),
    provenance: ({ messageId }, _, context) => provenanceOf(messageId, context),
  },
};

/** The event of a fact. Facts name only events that are known. */
export async function eventOf(code: string, { loaders }: CompetitionContext): Promise<EventRow> {
  return found(await loaders.event.load(code), 'event');
}
