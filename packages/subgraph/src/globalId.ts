import { ClientError } from '@games/service';

/** Prefix of each kind of thing's global id. */
export const idPrefixes = {
  gam: 'Games',
  dis: 'Discipline',
  evt: 'Event',
  pha: 'Phase',
  unt: 'Unit',
  ven: 'Venue',
  ses: 'CompetitionSession',
  res: 'Result',
  rec: 'Record',
  mst: 'MedalStanding',
  mtb: 'MedalTable',
  ath: 'Athlete',
  tea: 'Team',
  org: 'Organisation',
  fee: 'Feed',
  ast: 'Asset',
  clp: 'Clip',
  mom: 'Moment',
  rgt: 'RightsGrant',
  dlv: 'Delivery',
  sty: 'Story',
  mkt: 'Market',
  prd: 'Product',
  var: 'Variant',
  col: 'Collection',
  crt: 'Cart',
  ord: 'Order',
  pkp: 'PickupPoint',
  mer: 'Merchant',
  rev: 'Review',
  tse: 'TicketedSession',
  pln: 'SeatingPlan',
  prc: 'PriceCategory',
  hld: 'Hold',
  tor: 'TicketOrder',
  tkt: 'Ticket',
  rsl: 'ResaleListing',
  drw: 'Draw',
  trf: 'TicketTransfer',
  pis: 'PaymentIssue',
  gat: 'Gate',
  gdv: 'GateDevice',
  scn: 'Scan',
  fan: 'Fan',
} as const;
export type IdPrefix = keyof typeof idPrefixes;

const keyLengthMax = 200;

/** The global id of a thing: its prefix and its natural key, so that services agree on it without asking each other. */
export function encodeId(prefix: IdPrefix, key: string | number | bigint): string {
  return `${prefix}_${key}`;
}

/** The natural key of a global id. Throws ClientError INVALID_ID when the id is not one of this kind. */
export function decodeId(id: string, prefix: IdPrefix): string {
  const key = tryDecodeId(id, prefix);
  if (key === null) {
    const kind = idPrefixes[prefix];
    throw new ClientError('INVALID_ID', `This is not the id of ${/^[AEIOU]/.test(kind) ? 'an' : 'a'} ${kind}.`);
  }
  return key;
}

/** The natural key of a global id, or null when the id is not one of this kind. For references, which resolve to null. */
export function tryDecodeId(id: string, prefix: IdPrefix): string | null {
  const start = prefix.length + 1;
  const fits = id.startsWith(`${prefix}_`) && id.length > start && id.length <= start + keyLengthMax;
  return fits && !id.includes('\0') ? id.slice(start) : null;
}

/** What a reference by global id stands for: what `loader` has under its natural key; null for an id of another kind. */
export function loadReference<Row>(
  id: string,
  prefix: IdPrefix,
  loader: { load(key: string): Promise<Row | null> },
): Promise<Row | null> | null {
  const key = tryDecodeId(id, prefix);
  return key === null ? null : loader.load(key);
}

/** Kind and natural key of any global id, or null for a text that is none. */
export function readId(id: string): { readonly prefix: IdPrefix; readonly key: string } | null {
  const prefix = id.slice(0, id.indexOf('_'));
  if (!Object.hasOwn(idPrefixes, prefix)) return null;
  const key = tryDecodeId(id, prefix as IdPrefix);
  return key === null ? null : { prefix: prefix as IdPrefix, key };
}
