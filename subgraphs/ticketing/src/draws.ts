/** What anybody needs to verify a draw from its published record. Pure. */

export type { DrawRecord } from './domain/draws/drawRecord.ts';
export { readRecord } from './domain/draws/readRecord.ts';
export { verifyRecord, type Witnessed } from './domain/draws/verifyRecord.ts';
