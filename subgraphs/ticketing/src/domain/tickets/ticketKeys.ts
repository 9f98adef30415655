import { createHash, type KeyObject } from 'node:crypto';

/** Public keys by their id. */
export type PublicKeys = ReadonlyMap<string, KeyObject>;

export interface TicketSigner {
  readonly keyId: string;
  readonly privateKey: KeyObject;
}

/** The secrets of tickets, kept in files of a folder of the deployment. */
export interface TicketKeys {
  /** Signs new codes. */
  readonly signer: TicketSigner;
  /** All keys whose codes are good, the signer's among them. */
  readonly publicKeys: PublicKeys;
  /** From which the rotation keys of sessions follow. */
  readonly rotationMasterKey: Buffer;
  /** Keys the pseudonyms of holders. */
  readonly pseudonymKey: Buffer;
  /** Signs the addresses of documents. */
  readonly documentKey: Buffer;
}

/** Public keys as a JSON Web Key Set (RFC 7517, RFC 8037), for those who verify tickets. */
export function toJwks(keys: PublicKeys): { readonly keys: readonly object[] } {
  return {
    keys: [...keys].map(([kid, key]) => ({ ...key.export({ format: 'jwk' }), kid, alg: 'EdDSA', use: 'sig' })),
  };
}

/** The id of a key: the beginning of the SHA-256 of its public half. */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest('hex')
    .slice(0, 8);
}
