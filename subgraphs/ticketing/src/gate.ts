/** What a gate and a phone need: bundles, codes, judging. Pure, so that it starts without the service. */

export { judgeTicket, type TicketStatus } from './domain/gates/judgeTicket.ts';
export { type Refusal, refusalTexts } from './domain/gates/reasons.ts';
export { signRequest } from './domain/gates/requestSignature.ts';
export { type OpenBundle, openBundle, type SessionBundle } from './domain/gates/sessionBundle.ts';
export { rotatingCode, rotationSecret, sessionRotationKey } from './domain/tickets/rotatingCode.ts';
export { openSecret, rawKey, type SealedSecret } from './domain/tickets/sealing.ts';
export type { TicketBody } from './domain/tickets/ticketBody.ts';
export { barcodeText, readTicketCode, signTicket } from './domain/tickets/ticketCode.ts';
export { keyIdOf } from './domain/tickets/ticketKeys.ts';
