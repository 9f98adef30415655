import type { MediaContext } from '../context.ts';
import type { FrameRate as Rate } from '../domain/assets/timecode.ts';
import type { Platform, Quota, Reason, Verdict } from '../domain/rights/decideRights.ts';
import type { AssetRow } from '../sql/assets/assets.ts';
import type { AudioTrackRow } from '../sql/assets/audio.ts';
import type { PictureRow } from '../sql/assets/pictures.ts';
import type { RenditionRow } from '../sql/assets/renditions.ts';
import type { ClipRow } from '../sql/clips/clips.ts';
import type { MomentRow } from '../sql/editorial/moments.ts';
import type { StoryRow } from '../sql/editorial/stories.ts';
import type { FeedRow } from '../sql/feeds/feeds.ts';
import type { DeliveryRow } from '../sql/rights/deliveries.ts';
import type { GrantRow, HolderRow, ScopeRow } from '../sql/rights/rights.ts';

/** A frame of a recording, and what its label and its moment are counted by. */
export interface FramePositionParent {
  readonly frame: number;
  readonly rate: Rate;
  readonly startFrame: number;
  readonly recordingStart: Date;
}

export interface PictureFormatParent {
  readonly width: number;
  readonly height: number;
  readonly frameRate: Rate | null;
  readonly dynamicRange: 'SDR' | 'HLG' | 'PQ';
}

/** Where, on what and when something is to be shown. */
export interface ShowingQuestion {
  readonly territory: string;
  readonly platform: Platform;
  readonly at: Date;
}

export interface RightsDecisionParent extends Verdict {
  readonly territory: string | null;
  readonly platform: Platform | null;
  readonly at: Date;
}

declare module '@games/schema/generated/media.ts' {
  interface Parents {
    Asset: AssetRow;
    Picture: PictureRow;
    Rendition: RenditionRow & { readonly asset: AssetRow };
    AudioTrack: AudioTrackRow;
    FrameRate: Rate;
    FramePosition: FramePositionParent;
    PictureFormat: PictureFormatParent;
    Feed: FeedRow;
    Clip: ClipRow;
    ClipEdge: { readonly cursor: string; readonly node: ClipRow; readonly question: ShowingQuestion };
    Moment: MomentRow;
    Story: StoryRow;
    RightsDecision: RightsDecisionParent;
    RightsReason: Reason;
    RightsHolder: HolderRow;
    RightsGrant: GrantRow;
    RightsScope: ScopeRow;
    RightsQuota: Quota;
    Delivery: DeliveryRow;
    Unit: { readonly code: string };
    Event: { readonly code: string };
    Discipline: { readonly code: string };
    Venue: { readonly code: string };
    Organisation: { readonly code: string };
    /** The global id: athletes belong to another service. */
    Athlete: { readonly id: string };
  }
  interface Context extends MediaContext {}
}
