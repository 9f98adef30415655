import { encodeId } from '@games/subgraph';

/** References to what other services own. Whether it exists is for them to say. */
export const toUnit = (code: string | null) => (code === null ? null : { code });
export const toVenue = (code: string | null) => (code === null ? null : { code });
export const toEvent = (code: string | null) => (code === null ? null : { code });
export const toOrganisation = (code: string | null) => (code === null ? null : { code });
export const toAthlete = (code: string) => ({ id: encodeId('ath', code) });
