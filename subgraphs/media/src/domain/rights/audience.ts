/** Who may know of what. Loaders ask these rules, so that no path (a list, an id, a reference) gets around them. */

import type { Viewer } from '@games/service';

export type Visibility = 'PUBLIC' | 'LICENSED' | 'INTERNAL';
export type FeedAudience = 'EVERYBODY' | 'RIGHTS_HOLDERS';

export function isMediaStaff(viewer: Viewer): boolean {
  return viewer.kind === 'staff' && viewer.scopes.includes('staff:media');
}

/** What a rights holder's key may be good for. */
export type HolderScope = 'media:feeds' | 'media:assets';

/** Code of the rights holder for whom the viewer asks, or null when the viewer's key is not good for that. */
export function holderOf(viewer: Viewer, scope: HolderScope): string | null {
  return viewer.kind === 'partner' && viewer.scopes.includes(scope) ? viewer.partner : null;
}

/** The assets whose existence the viewer may know of. Whether their files are given out is a matter of rights. */
export function visibilitiesFor(viewer: Viewer): readonly Visibility[] {
  if (isMediaStaff(viewer)) return ['PUBLIC', 'LICENSED', 'INTERNAL'];
  return holderOf(viewer, 'media:assets') === null ? ['PUBLIC'] : ['PUBLIC', 'LICENSED'];
}

export function feedAudiencesFor(viewer: Viewer): readonly FeedAudience[] {
  const isInside = isMediaStaff(viewer) || holderOf(viewer, 'media:feeds') !== null;
  return isInside ? ['EVERYBODY', 'RIGHTS_HOLDERS'] : ['EVERYBODY'];
}

/** Contracts and deliveries are shown to the holder they belong to and to staff. */
export function maySeeContractsOf(viewer: Viewer, holder: string | null): boolean {
  return isMediaStaff(viewer) || (holder !== null && holder === holderOf(viewer, 'media:assets'));
}
