import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CopyValue, copyJson, copyRows, type Database } from '@games/postgres';

export const unit = 'ATHM100M--------------FNL-000100--';
export const event = 'ATHM100M--------------------------';
export const otherUnit = 'JUDW57KG--------------FNL-000100--';
export const picture = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>\n');

const recordingStart = '2028-07-22T19:00:00-07:00';
const recordedTo = '2028-07-22T19:20:00-07:00';

type Rows = readonly (readonly CopyValue[])[];

/** A final that was recorded, its feeds and clips, and who may show them where: written by hand, to be looked at closely. */
export async function fillMedia(database: Database, folder: string): Promise<void> {
  await mkdir(join(folder, 'pictures'), { recursive: true });
  await writeFile(join(folder, 'pictures/a.svg'), picture);
  const sha256 = createHash('sha256').update(picture).digest('hex');
  const put = (table: string, columns: string, rows: Rows) => copyRows(database, table, columns.split(' '), rows);

  await put('rights_holder', 'code name kind country', [
    ['canal-un', 'Canal Un', 'BROADCASTER', 'FR'],
    ['sender-zwei', 'Sender Zwei', 'BROADCASTER', 'DE'],
    ['organiser', 'The organisers', 'ORGANISER', 'US'],
  ]);
  await put('audio_layout', 'code', [['two']]);
  await put('audio_layout_track', 'layout position role language channels', [
    ['two', 1, 'INTERNATIONAL_SOUND', null, 6],
    ['two', 2, 'COMMENTARY', 'fr', 2],
  ]);
  await put('stored_object', 'key media_type byte_size sha256', [
    ['pictures/a.svg', 'image/svg+xml', picture.length, sha256],
  ]);
  await put(
    'asset',
    'id kind visibility texts credit unit_code athlete_code created_at recorded_to rate_numerator rate_denominator drop_frame start_frame duration_frames audio_layout',
    [
      recording('final', unit, 'LICENSED'),
      recording('judo', otherUnit, 'LICENSED'),
      recording('secret', unit, 'INTERNAL'),
      still('portrait', 'PORTRAIT', 'PUBLIC', '1000001'),
      still('photo', 'PHOTO', 'LICENSED', null),
    ],
  );
  await put('rendition', 'asset_id name position purpose media_type width height dynamic_range bit_rate object_key', [
    ['final', 'hd', 1, 'DISTRIBUTION', 'video/mp4', 1920, 1080, 'SDR', 15_000_000, null],
    ['final', 'storyboard', 2, 'STORYBOARD', 'image/svg+xml', 4, 3, 'SDR', null, 'pictures/a.svg'],
    ['secret', 'storyboard', 1, 'STORYBOARD', 'image/svg+xml', 4, 3, 'SDR', null, 'pictures/a.svg'],
    ['portrait', 'picture', 1, 'IMAGE', 'image/svg+xml', 4, 3, 'SDR', null, 'pictures/a.svg'],
    ['photo', 'original', 1, 'MASTER', 'image/svg+xml', 4, 3, 'SDR', null, 'pictures/a.svg'],
  ]);
  await put(
    'feed',
    'id kind name audience unit_code discipline_code starts_at ends_at width height dynamic_range rate_numerator rate_denominator drop_frame audio_layout endpoint recording_id',
    [
      feed('world', 'WORLD', 'EVERYBODY', recordingStart, '2028-07-22T19:40:00-07:00', 'final'),
      feed('iso', 'ISO', 'RIGHTS_HOLDERS', recordingStart, recordedTo, null),
      feed('later', 'CLEAN', 'RIGHTS_HOLDERS', '2028-07-22T21:00:00-07:00', '2028-07-22T22:00:00-07:00', null),
    ],
  );
  await put('moment', 'id kind texts occurred_at unit_code athlete_code asset_id frame source source_key', [
    [
      'start',
      'START',
      label('Start', 'Départ'),
      '2028-07-22T19:05:00-07:00',
      unit,
      null,
      'final',
      17_982,
      'LOGGER',
      null,
    ],
    [
      'gold',
      'MEDAL',
      label('Gold', 'Or'),
      '2028-07-22T19:05:10-07:00',
      unit,
      '1000001',
      'final',
      18_581,
      'RESULTS',
      'ATH:FNL:1',
    ],
    [
      'tomorrow',
      'START',
      label('Later', 'Plus tard'),
      '2028-07-23T19:05:00-07:00',
      unit,
      null,
      null,
      null,
      'LOGGER',
      null,
    ],
  ]);
  await put(
    'clip',
    'id kind state texts asset_id in_frame out_frame code unit_code moment_id poster_id occurred_at published_at',
    [
      clip('finish', 'PUBLISHED', 'final', unit, '19:05', '19:10'),
      clip('banned', 'PUBLISHED', 'final', unit, '19:06', '19:11'),
      clip('draft', 'DRAFT', 'final', unit, '19:07', null),
      clip('withdrawn', 'WITHDRAWN', 'final', unit, '19:08', '19:09'),
      clip('scheduled', 'PUBLISHED', 'final', unit, '19:09', '20:00'),
      clip('judo', 'PUBLISHED', 'judo', otherUnit, '19:10', '19:12'),
    ],
  );
  await put(
    'clip_athlete',
    'clip_id position athlete_code',
    ['finish', 'banned', 'draft', 'scheduled', 'withdrawn'].map((id) => [id, 1, '1000001']),
  );
  await put('story', 'id state texts published_at event_code picture_id', [
    ['told', 'PUBLISHED', story('Told'), '2028-07-22T12:00:00-07:00', event, 'portrait'],
    ['draft', 'DRAFT', story('Draft'), '2028-07-22T12:00:00-07:00', event, null],
    ['next', 'PUBLISHED', story('Next'), '2028-07-23T12:00:00-07:00', event, null],
  ]);
  await put('territory_set', 'code name', [
    ['fr', 'France'],
    ['de', 'Germany'],
    ['both', 'Both'],
  ]);
  await put('territory_set_member', 'set_code territory', [
    ['fr', 'FR'],
    ['de', 'DE'],
    ['both', 'FR'],
    ['both', 'DE'],
  ]);
  await put('rights_grant', 'id effect basis holder exclusive starts_at ends_at delay_seconds', [
    ['fr.main', 'PERMISSION', 'LICENCE', 'canal-un', true, '2028-07-01T00:00:00Z', '2028-09-01T00:00:00Z', 0],
    ['de.late', 'PERMISSION', 'LICENCE', 'sender-zwei', false, '2028-07-01T00:00:00Z', null, 7_200],
    ['org', 'PERMISSION', 'ORGANISER', 'organiser', false, '2028-07-01T00:00:00Z', null, 0],
    ['ban', 'PROHIBITION', 'ORGANISER', null, false, '2028-07-01T00:00:00Z', null, 0],
  ]);
  await put('rights_grant_territory', 'grant_id set_code excluded', [
    ['fr.main', 'fr', false],
    ['de.late', 'both', false],
    ['de.late', 'fr', true],
    ['org', 'fr', false],
    ['ban', 'both', false],
  ]);
  await put('rights_grant_platform', 'grant_id platform', [
    ['fr.main', 'WEB'],
    ['de.late', 'WEB'],
    ['org', 'WEB'],
    ['org', 'APP'],
    ['ban', 'WEB'],
  ]);
  await put('rights_grant_scope', 'grant_id position code_prefix clip_id', [
    ['fr.main', 1, 'ATH', null],
    ['de.late', 1, '', null],
    ['org', 1, '', null],
    ['ban', 1, null, 'banned'],
  ]);
  await put('rights_quota', 'grant_id measure period limit_value', [['fr.main', 'SECONDS', 'DAY', 360]]);
  await put('delivery', 'id asset_id rendition holder destination state requested_at finished_at bytes_sent failure', [
    [
      'd1',
      'final',
      'hd',
      'canal-un',
      's3://canal/',
      'DELIVERED',
      '2028-07-22T19:21:00-07:00',
      '2028-07-22T19:25:00-07:00',
      5_000_000_000,
      null,
    ],
    ['d2', 'final', 'hd', 'sender-zwei', 's3://sender/', 'QUEUED', '2028-07-22T19:22:00-07:00', null, 0, null],
  ]);
}

const label = (en: string, fr: string): string => copyJson({ en: { label: en }, fr: { label: fr } });
const story = (title: string): string => copyJson({ en: { title, summary: `${title}.`, body: `${title} at length.` } });

/** Begins at 19:00:00;00 of the clock on the wall and is twenty minutes long. */
function recording(id: string, code: string, visibility: string): readonly CopyValue[] {
  const titles = copyJson({ en: { title: `Recording ${id}` }, fr: { title: `Enregistrement ${id}` } });
  const counted = [60_000, 1_001, true, 4_099_896, 71_928, 'two'];
  return [id, 'RECORDING', visibility, titles, 'Pool', code, null, recordingStart, recordedTo, ...counted];
}

function still(id: string, kind: string, visibility: string, athlete: string | null): readonly CopyValue[] {
  const titles = copyJson({ en: { title: id } });
  return [
    id,
    kind,
    visibility,
    titles,
    'Pool',
    null,
    athlete,
    '2028-07-01T00:00:00Z',
    null,
    null,
    null,
    null,
    null,
    null,
    null,
  ];
}

function feed(
  id: string,
  kind: string,
  audience: string,
  from: string,
  to: string,
  recorded: string | null,
): readonly CopyValue[] {
  const picture = [1920, 1080, 'SDR', 60_000, 1_001, true, 'two'];
  return [
    id,
    kind,
    `Feed ${id}`,
    audience,
    unit,
    'ATH',
    from,
    to,
    ...picture,
    `srt://signals.example:9000?streamid=${id}`,
    recorded,
  ];
}

function clip(
  id: string,
  state: string,
  asset: string,
  code: string,
  at: string,
  published: string | null,
): readonly CopyValue[] {
  const titles = copyJson({ en: { title: `Clip ${id}` }, fr: { title: `Extrait ${id}` } });
  const times = [`2028-07-22T${at}:00-07:00`, published && `2028-07-22T${published}:00-07:00`];
  return [id, 'MOMENT', state, titles, asset, 17_982, 18_582, code, code, null, 'portrait', ...times];
}
