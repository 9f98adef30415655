import type { Database } from '@games/postgres';
import type { Viewer } from '@games/service';
import type { LinkAudience } from '../../http/files/links.ts';
import { selectGrantsFor } from '../../sql/rights/rights.ts';
import { type HolderScope, holderOf, isMediaStaff, type Visibility } from './audience.ts';
import { decideRights, type Grant, type Platform, type Verdict, verdictWithoutGrants } from './decideRights.ts';

/** What somebody may want to show or fetch, with what decides about it. */
export interface Subject {
  /** What a rights holder's key must be good for to have it. */
  readonly scope: HolderScope;
  readonly clipId: string | null;
  readonly assetId: string | null;
  /** Results system code of what is shown, as far as it is known: of a unit, event or discipline, or empty. */
  readonly code: string;
  readonly visibility: Visibility;
  /** End of the recording; for still pictures, when they were made. */
  readonly endedAt: Date;
  readonly publishedAt: Date | null;
}

/** Reads the grants that cover subjects in a territory. */
export type LoadGrants = (subject: Subject, territory: string) => Promise<readonly Grant[]>;

/** Whether the viewer, in the territory of the viewer's licence, may have or show something. */
export async function decideForViewer(
  viewer: Viewer,
  subject: Subject,
  platform: Platform | null,
  now: Date,
  loadGrants: LoadGrants,
): Promise<Verdict> {
  if (subject.visibility === 'PUBLIC') return verdictWithoutGrants(subject.publishedAt !== null, 'PUBLIC');
  if (isMediaStaff(viewer)) return verdictWithoutGrants(true, 'STAFF');
  const holder = holderOf(viewer, subject.scope);
  if (holder === null) return verdictWithoutGrants(false, 'NOT_A_RIGHTS_HOLDER');
  if (viewer.territory === null) return verdictWithoutGrants(false, 'NO_TERRITORY');
  return decideForHolder(holder, viewer.territory, subject, platform, now, loadGrants);
}

export async function decideForHolder(
  holder: string | null,
  territory: string,
  subject: Subject,
  platform: Platform | null,
  at: Date,
  loadGrants: LoadGrants,
): Promise<Verdict> {
  const { endedAt, publishedAt } = subject;
  return decideRights({ platform, at, holder, endedAt, publishedAt }, await loadGrants(subject, territory));
}

/** Whom an address of a file is made out to, so that serving it can ask again whether the rights still stand. */
export function linkAudience(viewer: Viewer, visibility: Visibility): LinkAudience {
  if (visibility === 'PUBLIC') return 'public';
  return isMediaStaff(viewer) ? 'staff' : `${holderOf(viewer, 'media:assets')}@${viewer.territory}`;
}

/** Whether an address of a file that was made some minutes ago may still be used: grants are read afresh. */
export async function mayStillHave(
  database: Database,
  audience: LinkAudience,
  subject: Subject,
  now: Date,
): Promise<boolean> {
  if (subject.publishedAt === null) return false;
  if (audience === 'staff') return true;
  if (audience === 'public') return subject.visibility === 'PUBLIC';
  const [holder = '', territory = ''] = audience.split('@');
  const loadGrants: LoadGrants = ({ clipId, assetId, code }) =>
    selectGrantsFor(database, [{ key: 'file', clipId, assetId, code, territory }]);
  return (await decideForHolder(holder, territory, subject, null, now, loadGrants)).allowed;
}
