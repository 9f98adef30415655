import { ClientError, type Viewer } from '@games/service';

/** The scope that staff of ticketing have. */
export const staffScope = 'staff:ticketing';

/** Whether the viewer is staff of ticketing. */
export function isStaff(viewer: Viewer): boolean {
  return viewer.scopes.includes(staffScope);
}

/** Whether the viewer may see what belongs to this fan. */
export function mayRead(viewer: Viewer, fanId: string): boolean {
  return isStaff(viewer) || (viewer.kind === 'fan' && viewer.subject === fanId);
}

/** The fan who asks. Throws ClientError UNAUTHENTICATED when nobody is logged in, FORBIDDEN when it is not a fan. */
export function requireFan(viewer: Viewer): string {
  if (viewer.kind === 'fan' && viewer.subject !== null) return viewer.subject;
  if (viewer.kind === 'anonymous') throw new ClientError('UNAUTHENTICATED', 'Log in as a fan to do this.');
  throw new ClientError('FORBIDDEN', 'Only a fan can do this.');
}

/** The member of staff who asks. Throws ClientError UNAUTHENTICATED or FORBIDDEN when it is somebody else. */
export function requireStaff(viewer: Viewer): string {
  if (isStaff(viewer)) return viewer.subject ?? 'staff';
  if (viewer.kind === 'anonymous') throw new ClientError('UNAUTHENTICATED', 'Log in to do this.');
  throw new ClientError('FORBIDDEN', `This needs the scope ${staffScope}.`);
}
