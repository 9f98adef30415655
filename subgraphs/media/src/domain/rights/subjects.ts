/** What rights are decided about, from the rows that media reads. */

import type { AssetRow } from '../../sql/assets/assets.ts';
import type { ClipRow } from '../../sql/clips/clips.ts';
import type { FeedRow } from '../../sql/feeds/feeds.ts';
import type { Subject } from './access.ts';

type AssetOfRights = Pick<
  AssetRow,
  'id' | 'unitCode' | 'disciplineCode' | 'visibility' | 'createdAt' | 'recordedTo' | 'withdrawnAt'
>;

/** An asset that was withdrawn by now counts as never published. */
export function subjectOfAsset(asset: AssetOfRights, now: Date): Subject {
  const isWithdrawn = asset.withdrawnAt !== null && asset.withdrawnAt <= now;
  return {
    scope: 'media:assets',
    clipId: null,
    assetId: asset.id,
    code: asset.unitCode ?? asset.disciplineCode ?? '',
    visibility: asset.visibility,
    endedAt: asset.recordedTo ?? asset.createdAt,
    publishedAt: isWithdrawn ? null : asset.createdAt,
  };
}

export function subjectOfClip(clip: ClipRow): Subject {
  return {
    scope: 'media:assets',
    clipId: clip.id,
    assetId: clip.assetId,
    code: clip.code,
    visibility: 'LICENSED',
    endedAt: clip.recordedTo,
    publishedAt: clip.publishedAt,
  };
}

/** A signal can be arranged for before it begins: it counts as published from the first. */
export function subjectOfFeed(feed: FeedRow): Subject {
  return {
    scope: 'media:feeds',
    clipId: null,
    assetId: feed.recordingId,
    code: feed.unitCode ?? feed.disciplineCode ?? '',
    visibility: 'LICENSED',
    endedAt: feed.endsAt,
    publishedAt: new Date(0),
  };
}
