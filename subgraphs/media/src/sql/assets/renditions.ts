import { type Queryable, sql } from '@games/postgres';
import type { AssetRow } from './assets.ts';

export interface RenditionRow {
  readonly assetId: string;
  readonly name: string;
  readonly purpose: 'MASTER' | 'DISTRIBUTION' | 'VERTICAL' | 'PROXY' | 'STORYBOARD' | 'IMAGE';
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly dynamicRange: 'SDR' | 'HLG' | 'PQ';
  readonly bitRate: number | null;
  readonly objectKey: string | null;
  readonly byteSize: bigint | null;
  readonly sha256: string | null;
}

const columns = sql`
  r.asset_id as "assetId", r.name, r.purpose, r.media_type as "mediaType", r.width, r.height,
  r.dynamic_range as "dynamicRange", r.bit_rate as "bitRate", r.object_key as "objectKey",
  o.byte_size as "byteSize", o.sha256`;

/** The renditions of assets, the best of each first. */
export function selectRenditions(db: Queryable, assetIds: readonly string[]): Promise<RenditionRow[]> {
  return db.many(sql`
    select ${columns} from rendition r left join stored_object o on o.key = r.object_key
    where r.asset_id = any(${assetIds}) order by r.asset_id, r.position`);
}

export type StoredFileRow = Pick<
  AssetRow,
  'id' | 'visibility' | 'unitCode' | 'disciplineCode' | 'createdAt' | 'recordedTo' | 'withdrawnAt'
> & { readonly objectKey: string; readonly mediaType: string; readonly byteSize: bigint; readonly sha256: string };

/** The file behind a rendition, with what decides whether it may be given out; null when none is stored. */
export function selectStoredFile(db: Queryable, assetId: string, rendition: string): Promise<StoredFileRow | null> {
  return db.maybeOne(sql`
    select a.id, a.visibility, a.unit_code as "unitCode", a.discipline_code as "disciplineCode", a.created_at as "createdAt", a.recorded_to as "recordedTo",
      a.withdrawn_at as "withdrawnAt", o.key as "objectKey", o.media_type as "mediaType", o.byte_size as "byteSize",
      o.sha256
    from rendition r join asset a on a.id = r.asset_id join stored_object o on o.key = r.object_key
    where r.asset_id = ${assetId} and r.name = ${rendition}`);
}
