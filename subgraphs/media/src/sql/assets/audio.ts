import { type Queryable, sql } from '@games/postgres';

export interface AudioTrackRow {
  readonly layout: string;
  readonly position: number;
  readonly role: 'INTERNATIONAL_SOUND' | 'COMMENTARY' | 'AUDIO_DESCRIPTION';
  readonly language: string | null;
  readonly channels: number;
}

export function selectAudioTracks(db: Queryable, layouts: readonly string[]): Promise<AudioTrackRow[]> {
  return db.many(sql`
    select layout, position, role, language, channels from audio_layout_track
    where layout = any(${layouts}) order by layout, position`);
}
