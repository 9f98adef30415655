import type { Resolvers } from '@games/schema/generated/media.ts';
import type { MediaContext } from '../../context.ts';
import { decideForHolder, decideForViewer, type Subject } from '../../domain/rights/access.ts';
import { isMediaStaff } from '../../domain/rights/audience.ts';
import type { Platform } from '../../domain/rights/decideRights.ts';
import { reasonTexts } from '../../domain/rights/reasonTexts.ts';
import { subjectOfAsset } from '../../domain/rights/subjects.ts';
import type { AssetRow } from '../../sql/assets/assets.ts';
import type { RightsDecisionParent, ShowingQuestion } from '../parents.ts';

/** Whether anybody may show something in a territory, on a platform, at a moment. */
export async function decideShowing(
  subject: Subject,
  { territory, platform, at }: ShowingQuestion,
  { loaders }: MediaContext,
): Promise<RightsDecisionParent> {
  const verdict = await decideForHolder(null, territory, subject, platform, at, loaders.grantsFor);
  return { ...verdict, territory, platform, at };
}

/** Whether the viewer may have or show something, in the viewer's own territory, now. */
export async function decideAccess(
  subject: Subject,
  platform: Platform | null,
  { viewer, now, loaders }: MediaContext,
): Promise<RightsDecisionParent> {
  const verdict = await decideForViewer(viewer, subject, platform, now, loaders.grantsFor);
  return { ...verdict, territory: viewer.territory, platform, at: now };
}

/** Whether the viewer may have the files of an asset. */
export function decideAssetAccess(asset: AssetRow, context: MediaContext): Promise<RightsDecisionParent> {
  return decideAccess(subjectOfAsset(asset, context.now), null, context);
}

export const decisionResolvers: Resolvers = {
  RightsDecision: {
    holders: async ({ holders }, _args, { loaders }) => {
      const rows = await Promise.all(holders.map((code) => loaders.holder.load(code)));
      return rows.filter((row) => row !== null);
    },
    // What a permission costs its holder is between the holder and the organisers.
    limits: ({ limits, holders }, _args, { viewer }) =>
      isMediaStaff(viewer) || (viewer.partner !== null && holders.includes(viewer.partner)) ? limits : [],
  },
  RightsReason: {
    message: ({ code }) => reasonTexts[code],
    grant: ({ grantId }, _args, { loaders }) => (grantId === null ? null : loaders.grant.load(grantId)),
  },
};
