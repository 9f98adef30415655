import type { TokenSigner } from './signedTokens.ts';

/** A fan's place in a room, as the fan carries it. */
export interface Position {
  readonly room: string;
  readonly fanId: string;
  readonly place: number;
}

/** Leave to go in, for one fan and one room. */
export interface Admission {
  readonly room: string;
  readonly fanId: string;
  readonly expiresAtMs: number;
}

const POSITION = 'position';
const ADMISSION = 'admission';

export function signPosition(signer: TokenSigner, { room, fanId, place }: Position): string {
  return signer.sign(POSITION, [room, fanId, place]);
}

/** The position of a token, if it is this fan's; null for a changed one or somebody else's. */
export function readPosition(signer: TokenSigner, token: string, fanId: string): Position | null {
  const content = signer.read<[string, string, number]>(POSITION, token);
  return content !== null && content[1] === fanId ? { room: content[0], fanId, place: content[2] } : null;
}

export function signAdmission(signer: TokenSigner, { room, fanId, expiresAtMs }: Admission): string {
  return signer.sign(ADMISSION, [room, fanId, expiresAtMs]);
}

/** The admission of a token, if it is this fan's and still works. */
export function readAdmission(signer: TokenSigner, token: string, fanId: string, nowMs: number): Admission | null {
  const content = signer.read<[string, string, number]>(ADMISSION, token);
  if (content === null || content[1] !== fanId || content[2] <= nowMs) return null;
  return { room: content[0], fanId, expiresAtMs: content[2] };
}
