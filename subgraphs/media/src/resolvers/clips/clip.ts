import type { Resolvers } from '@games/schema/generated/media.ts';
import { encodeId, loadReference, localise, type Page, toConnection } from '@games/subgraph';
import type { Platform } from '../../domain/rights/decideRights.ts';
import { subjectOfClip } from '../../domain/rights/subjects.ts';
import type { ClipRow } from '../../sql/clips/clips.ts';
import { toFramePosition, toFrameRate } from '../assets/frames.ts';
import type { FramePositionParent, ShowingQuestion } from '../parents.ts';
import { toAthlete, toDisciplineOf, toEventOf, toUnit } from '../references.ts';
import { decideAccess, decideShowing } from '../rights/decisions.ts';

/** What the arguments of a list of clips ask about each of them. */
export function readQuestion(
  args: { readonly territory: string; readonly platform: Platform; readonly at?: Date | null | undefined },
  now: Date,
): ShowingQuestion {
  return { territory: args.territory, platform: args.platform, at: args.at ?? now };
}

/** A page of clips, each of which will be asked about. */
export function toClipConnection(rows: readonly ClipRow[], page: Page, question: ShowingQuestion) {
  const connection = toConnection(rows, page, (row) => [row.occurredAt.toISOString(), row.id]);
  return { ...connection, edges: connection.edges.map((edge) => ({ ...edge, question })) };
}

export const clipResolvers: Resolvers = {
  Clip: {
    __resolveReference: ({ id }, { loaders }) => loadReference(id, 'clp', loaders.clip),
    id: ({ id }) => encodeId('clp', id),
    title: ({ texts }, _args, { languages }) => localise(texts, languages).title,
    language: ({ texts }, _args, { languages }) => localise(texts, languages).language,
    asset: ({ assetId }, _args, { loaders }) => loaders.asset.load(assetId),
    in: (clip) => toFramePosition(clip.inFrame, clip) as FramePositionParent,
    out: (clip) => toFramePosition(clip.outFrame, clip) as FramePositionParent,
    durationFrames: ({ inFrame, outFrame }) => outFrame - inFrame,
    frameRate: (clip) => toFrameRate(clip) as FramePositionParent['rate'],
    unit: ({ unitCode }) => toUnit(unitCode),
    event: ({ code }) => toEventOf(code),
    discipline: ({ code }) => toDisciplineOf(code),
    athletes: async ({ id }, _args, { loaders }) =>
      (await loaders.athletesOfClip.load(id)).map(({ athleteCode }) => toAthlete(athleteCode)),
    moment: ({ momentId }, _args, { loaders }) => (momentId === null ? null : loaders.moment.load(momentId)),
    poster: ({ posterId }, _args, { loaders }) => (posterId === null ? null : loaders.picture.load(posterId)),
    availability: (clip, args, context) => decideShowing(subjectOfClip(clip), readQuestion(args, context.now), context),
    access: (clip, { platform }, context) => decideAccess(subjectOfClip(clip), platform, context),
  },
  ClipEdge: {
    availability: ({ node, question }, _args, context) => decideShowing(subjectOfClip(node), question, context),
  },
};
