import { castUnits, type World } from '@games/demonstration';
import { type CopyValue, copyJson } from '@games/postgres';
import { broadcasters, newsAgency, organiser, restOfWorld } from './broadcasters.ts';
import { toDate } from './clock.ts';
import { createContracts, createTerritorySets } from './contracts.ts';
import { type Clip, createClips } from './cuts.ts';
import { createDeliveries } from './deliveries.ts';
import { objectKeys, type StoredObject } from './files/writeFiles.ts';
import { createMoments, type Moment } from './moments.ts';
import { createSignals, type Signal } from './recordings.ts';
import { createStories } from './stories.ts';
import { createWorks, type Work, workIds } from './works.ts';

/** Rows of one table, in the order of its columns. */
export interface TableRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly CopyValue[])[];
}

const tableOf = (table: string, columns: string, rows: readonly (readonly CopyValue[])[]): TableRows => ({
  table,
  columns: columns.split(' '),
  rows,
});

/** Everything that media holds of the demonstration Games, in an order in which references exist before they are used. */
export function createTables(world: World, objects: ReadonlyMap<string, StoredObject>): readonly TableRows[] {
  const signals = createSignals(world);
  const recordings = new Map(signals.filter(({ recorded }) => recorded).map((signal) => [signal.id, signal]));
  const casts = castUnits(world);
  const moments = createMoments(world, recordings, casts);
  const clips = createClips(world, recordings, moments, casts);
  return [
    ...groundTables(objects),
    ...assetTables(createWorks(world, signals), objects),
    feedTable(signals),
    ...clipTables(moments, clips),
    ...storyTables(world),
    ...rightsTables(world, clips),
    deliveryTable(world, recordings),
  ];
}

function groundTables(objects: ReadonlyMap<string, StoredObject>): readonly TableRows[] {
  const tracks = [
    ['international', 1, 'INTERNATIONAL_SOUND', null, 6],
    ['commentated', 1, 'INTERNATIONAL_SOUND', null, 6],
    ['commentated', 2, 'COMMENTARY', 'en', 2],
    ['described', 1, 'INTERNATIONAL_SOUND', null, 6],
    ['described', 2, 'COMMENTARY', 'en', 2],
    ['described', 3, 'COMMENTARY', 'fr', 2],
    ['described', 4, 'COMMENTARY', 'es', 2],
    ['described', 5, 'AUDIO_DESCRIPTION', 'en', 2],
  ] as const;
  const holders = [
    ...[...broadcasters, restOfWorld].map((holder) => ({ ...holder, kind: 'BROADCASTER' })),
    { ...newsAgency, kind: 'NEWS_AGENCY' },
    { ...organiser, kind: 'ORGANISER' },
  ];
  return [
    tableOf(
      'rights_holder',
      'code name kind country',
      holders.map((h) => [h.code, h.name, h.kind, h.country]),
    ),
    tableOf('audio_layout', 'code', [['international'], ['commentated'], ['described']]),
    tableOf('audio_layout_track', 'layout position role language channels', tracks),
    tableOf(
      'stored_object',
      'key media_type byte_size sha256',
      [...objects.values()].map(({ key, mediaType, byteSize, sha256 }) => [key, mediaType, byteSize, sha256]),
    ),
  ];
}

const withTitles = (titles: Readonly<Record<string, string>>): string =>
  copyJson(Object.fromEntries(Object.entries(titles).map(([language, title]) => [language, { title }])));

function assetTables(works: readonly Work[], objects: ReadonlyMap<string, StoredObject>): readonly TableRows[] {
  const columns =
    'id kind visibility texts credit unit_code athlete_code venue_code discipline_code created_at recorded_to ' +
    'rate_numerator rate_denominator drop_frame start_frame duration_frames audio_layout';
  const rows = works.map((work): readonly CopyValue[] => {
    const { recording } = work;
    const counted = recording
      ? [
          toDate(recording.endMs),
          recording.rate.numerator,
          recording.rate.denominator,
          recording.rate.dropFrame,
          recording.startFrame,
          recording.durationFrames,
          recording.audio,
        ]
      : [null, null, null, null, null, null, null];
    const codes = [work.unit, work.athlete, work.venue, work.discipline].map((code) => code ?? null);
    const credit = work.kind === 'PHOTO' ? 'Meridian Pool' : 'Port Meridian 2028';
    return [
      work.id,
      work.kind,
      work.visibility,
      withTitles(work.titles),
      credit,
      ...codes,
      toDate(work.createdMs),
      ...counted,
    ];
  });
  const renditionColumns = 'asset_id name position purpose media_type width height dynamic_range bit_rate object_key';
  return [
    tableOf('asset', columns, rows),
    tableOf(
      'rendition',
      renditionColumns,
      works.flatMap((work) => renditionsOf(work, objects)),
    ),
  ];
}

function renditionsOf(work: Work, objects: ReadonlyMap<string, StoredObject>): readonly (readonly CopyValue[])[] {
  if (work.picture !== undefined) {
    const object = objects.get(work.picture);
    if (!object) throw new RangeError(`no file for ${work.picture}`);
    return [[work.id, 'picture', 1, 'IMAGE', object.mediaType, object.width, object.height, 'SDR', null, object.key]];
  }
  if (!work.recording) return [[work.id, 'original', 1, 'MASTER', 'image/jpeg', 6000, 4000, 'SDR', null, null]];
  const video = (name: string, purpose: string, width: number, height: number, range: string, bitRate: number) =>
    [name, purpose, 'video/mp4', width, height, range, bitRate, null] as const;
  const key = objectKeys.storyboard(work.discipline ?? '');
  const board = objects.get(key);
  const ladder = [
    video('uhd-hdr', 'MASTER', 3840, 2160, 'HLG', 60_000_000),
    video('hd', 'DISTRIBUTION', 1920, 1080, 'SDR', 15_000_000),
    video('vertical', 'VERTICAL', 1080, 1920, 'SDR', 8_000_000),
    video('proxy', 'PROXY', 640, 360, 'SDR', 1_200_000),
    ...(board
      ? [['storyboard', 'STORYBOARD', board.mediaType, board.width, board.height, 'SDR', null, key] as const]
      : []),
  ];
  return ladder.map(([name, ...rest], index) => [work.id, name, index + 1, ...rest]);
}

function feedTable(signals: readonly Signal[]): TableRows {
  const columns =
    'id kind name audience unit_code discipline_code venue_code starts_at ends_at width height dynamic_range ' +
    'rate_numerator rate_denominator drop_frame audio_layout endpoint recording_id';
  const rows = signals.map((signal): readonly CopyValue[] => {
    const { id, kind, name, audience, unit, discipline, venue, startMs, endMs, rate, audio, recorded } = signal;
    const isUhd = kind === 'WORLD' || kind === 'CLEAN';
    const picture = isUhd ? [3840, 2160, 'HLG'] : [1920, 1080, 'SDR'];
    const counted = [rate.numerator, rate.denominator, rate.dropFrame];
    const endpoint = `srt://signals.port-meridian.example:9000?streamid=${encodeURIComponent(id)}`;
    const times = [toDate(startMs), toDate(endMs)];
    const recording = recorded ? workIds.recording(signal) : null;
    return [
      id,
      kind,
      name,
      audience,
      unit,
      discipline,
      venue,
      ...times,
      ...picture,
      ...counted,
      audio,
      endpoint,
      recording,
    ];
  });
  return tableOf('feed', columns, rows);
}

function clipTables(moments: readonly Moment[], clips: readonly Clip[]): readonly TableRows[] {
  const labelled = (labels: Moment['labels']): string =>
    copyJson(Object.fromEntries(Object.entries(labels).map(([language, label]) => [language, { label }])));
  return [
    tableOf(
      'moment',
      'id kind texts occurred_at unit_code athlete_code organisation_code asset_id frame source source_key',
      moments.map(({ id, kind, labels, ms, unit, athlete, organisation, recording, frame, sourceKey }) => {
        const where = [workIds.recording(recording), frame];
        const source = [sourceKey === null ? 'LOGGER' : 'RESULTS', sourceKey];
        return [id, kind, labelled(labels), toDate(ms), unit, athlete, organisation, ...where, ...source];
      }),
    ),
    tableOf(
      'clip',
      'id kind state texts asset_id in_frame out_frame code unit_code moment_id poster_id occurred_at published_at',
      clips.map((clip) => {
        const { id, kind, titles, recording, inFrame, outFrame, code, unit, moment, poster, ms, publishedMs } = clip;
        const cut = [workIds.recording(recording), inFrame, outFrame];
        const times = [toDate(ms), toDate(publishedMs)];
        return [id, kind, 'PUBLISHED', withTitles(titles), ...cut, code, unit, moment, poster, ...times];
      }),
    ),
    tableOf(
      'clip_athlete',
      'clip_id position athlete_code',
      clips.flatMap(({ id, athletes }) => athletes.map((athlete, index) => [id, index + 1, athlete])),
    ),
  ];
}

function storyTables(world: World): readonly TableRows[] {
  const stories = createStories(world);
  return [
    tableOf(
      'story',
      'id state texts published_at event_code picture_id',
      stories.map(({ id, texts, publishedMs, event, picture }) => {
        return [id, 'PUBLISHED', copyJson(texts), toDate(publishedMs), event, picture];
      }),
    ),
    tableOf(
      'story_athlete',
      'story_id position athlete_code',
      stories.flatMap(({ id, athletes }) => athletes.map((athlete, index) => [id, index + 1, athlete])),
    ),
  ];
}

function rightsTables(world: World, clips: readonly Clip[]): readonly TableRows[] {
  const sets = createTerritorySets(world);
  const contracts = createContracts(world, clips);
  return [
    tableOf(
      'territory_set',
      'code name',
      sets.map(({ code, name }) => [code, name]),
    ),
    tableOf(
      'territory_set_member',
      'set_code territory',
      sets.flatMap((s) => s.members.map((member) => [s.code, member])),
    ),
    tableOf(
      'rights_grant',
      'id effect basis holder exclusive starts_at ends_at delay_seconds revoked_at',
      contracts.map(({ id, effect, basis, holder, exclusive, startMs, endMs, delaySeconds, revokedMs }) => {
        const window = [toDate(startMs), endMs === null ? null : toDate(endMs)];
        return [
          id,
          effect,
          basis,
          holder,
          exclusive,
          ...window,
          delaySeconds,
          revokedMs === null ? null : toDate(revokedMs),
        ];
      }),
    ),
    tableOf(
      'rights_grant_territory',
      'grant_id set_code excluded',
      contracts.flatMap((c) => c.sets.map(({ code, excluded }) => [c.id, code, excluded])),
    ),
    tableOf(
      'rights_grant_platform',
      'grant_id platform',
      contracts.flatMap((c) => c.platforms.map((platform) => [c.id, platform])),
    ),
    tableOf(
      'rights_grant_scope',
      'grant_id position code_prefix clip_id',
      contracts.flatMap((c) =>
        c.scopes.map(({ prefix, clip }, index) => [c.id, index + 1, prefix ?? null, clip ?? null]),
      ),
    ),
    tableOf(
      'rights_quota',
      'grant_id measure period limit_value',
      contracts.flatMap((c) => c.limits.map(({ measure, period, limit }) => [c.id, measure, period, limit])),
    ),
  ];
}

function deliveryTable(world: World, recordings: ReadonlyMap<string, Signal>): TableRows {
  const columns = 'id asset_id rendition holder destination state requested_at finished_at bytes_sent failure';
  return tableOf(
    'delivery',
    columns,
    createDeliveries(world, recordings).map((d) => {
      const times = [toDate(d.requestedMs), d.finishedMs === null ? null : toDate(d.finishedMs)];
      return [d.id, d.asset, d.rendition, d.holder, d.destination, d.state, ...times, d.bytesSent, d.failure];
    }),
  );
}
