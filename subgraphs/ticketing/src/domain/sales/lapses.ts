/** Holds and reservations of a session that an account may let lapse unpaid before it has to wait. */
export const lapsesFree = 10;
/** The first wait; each lapse after it doubles the next one, up to the longest. */
export const waitSeconds = { first: 30, longest: 900 } as const;
/** Lapses are forgotten when there was none for so long. */
export const forgetAfterHours = 24;
