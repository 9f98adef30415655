import { encodeId } from '@games/subgraph';

/** References to what other services own. Whether it exists is for them to say. */
export const toUnit = (code: string | null) => (code === null ? null : { code });
export const toVenue = (code: string | null) => (code === null ? null : { code });
export const toEvent = (code: string | null) => (code === null ? null : { code });
export const toOrganisation = (code: string | null) => (code === null ? null : { code });
export const toAthlete = (code: string) => ({ id: encodeId('ath', code) });

/** The discipline is the first three characters of a results system code, the event the first 22, padded. */
export const toDisciplineOf = (code: string) => ({ code: code.slice(0, 3) });
export const toEventOf = (code: string) => (code.length < 34 ? null : { code: code.slice(0, 22).padEnd(34, '-') });
