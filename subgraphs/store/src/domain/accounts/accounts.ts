/** Whose carts, orders and reviews somebody may see. Loaders ask these rules, so that no path gets around them. */

import type { Viewer } from '@games/service';

export function isStoreStaff(viewer: Viewer): boolean {
  return viewer.kind === 'staff' && viewer.scopes.includes('staff:store');
}

/** Subject of the fan who asks, or null when somebody else does. */
export function fanSubjectOf(viewer: Viewer): string | null {
  return viewer.kind === 'fan' ? viewer.subject : null;
}

export function maySeeAccountOf(viewer: Viewer, fanSubject: string): boolean {
  return isStoreStaff(viewer) || fanSubjectOf(viewer) === fanSubject;
}
