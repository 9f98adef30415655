/** The state of a seat of a session that is not free. */
export type SeatState = 'HELD' | 'SOLD' | 'BLOCKED';
