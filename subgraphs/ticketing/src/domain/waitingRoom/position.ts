import type { TokenSigner } from './signedTokens.ts';

/** A fan's position in a room, as the fan carries it. */
export interface PositionClaims {
  readonly room: string;
  readonly fanId: string;
  readonly position: number;
}

/** A position with the token that proves it. */
export interface HeldPosition extends PositionClaims {
  readonly token: string;
}

/** Leave to go in, for one fan and one room. */
export interface Admission {
  readonly room: string;
  readonly fanId: string;
  readonly expiresAtMs: number;
}

const positionPurpose = 'position';
const admissionPurpose = 'admission';

export function signPosition(signer: TokenSigner, { room, fanId, position }: PositionClaims): string {
  return signer.sign(positionPurpose, [room, fanId, position]);
}

/** The position of a token, if it is this fan's; null for a changed one or somebody else's. */
export function readPosition(signer: TokenSigner, token: string, fanId: string): HeldPosition | null {
  const content = signer.read<[string, string, number]>(positionPurpose, token);
  return content !== null && content[1] === fanId ? { room: content[0], fanId, position: content[2], token } : null;
}

export function signAdmission(signer: TokenSigner, { room, fanId, expiresAtMs }: Admission): string {
  return signer.sign(admissionPurpose, [room, fanId, expiresAtMs]);
}

/** The admission of a token, if it is this fan's and still works. */
export function readAdmission(signer: TokenSigner, token: string, fanId: string, nowMs: number): Admission | null {
  const content = signer.read<[string, string, number]>(admissionPurpose, token);
  if (content === null || content[1] !== fanId || content[2] <= nowMs) return null;
  return { room: content[0], fanId, expiresAtMs: content[2] };
}
