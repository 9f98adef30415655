/** How a seat that is not free is drawn. */
export const takenColours = { HELD: '#F2C14E', SOLD: '#B8BEC6', BLOCKED: '#DFE3E8' } as const;
export type TakenState = keyof typeof takenColours;

/** States of the seats of a session that are not free, by seat number. */
export type TakenSeats = ReadonlyMap<number, TakenState>;
