import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/**
 * Seals a secret so that one device alone can open it: X25519 with an ephemeral key, HKDF-SHA-256, AES-256-GCM. Anybody who
 * reads the answer on its way, in a cache or in a log, gets nothing.
 */
export interface SealedSecret {
  readonly ephemeralKey: string;
  readonly nonce: string;
  readonly ciphertext: string;
}

const infoFields = 'games ticket secret';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** The public key of a device from its 32 bytes in base64url; null when it is none. */
export function readDeviceKey(text: string): KeyObject | null {
  if (!/^[A-Za-z0-9_-]{43}$/.test(text)) return null;
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: text }, format: 'jwk' });
  } catch {
    return null;
  }
}

/**
 * Seals `secret` for the device. `context` is authenticated with it and has to be given again to open it.
 * @throws when the device's key is one with which no secret can be agreed on (a point of low order).
 */
export function sealSecret(secret: Buffer, deviceKey: KeyObject, context: string): SealedSecret {
  const ephemeral = generateKeyPairSync('x25519');
  const key = agreeOnKey(ephemeral.privateKey, deviceKey, ephemeral.publicKey, deviceKey);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  return {
    ephemeralKey: rawKey(ephemeral.publicKey),
    nonce: nonce.toString('base64url'),
    ciphertext: ciphertext.toString('base64url'),
  };
}

/** Opens a sealed secret on the device. Throws when it was sealed for another device or context, or changed. */
export function openSecret(sealed: SealedSecret, devicePrivateKey: KeyObject, context: string): Buffer {
  const ephemeralKey = readDeviceKey(sealed.ephemeralKey);
  if (ephemeralKey === null) throw new Error('The sealed secret has no valid ephemeral key.');
  const key = agreeOnKey(devicePrivateKey, ephemeralKey, ephemeralKey, createPublicKey(devicePrivateKey));
  const bytes = Buffer.from(sealed.ciphertext, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.nonce, 'base64url'))
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(-tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]);
}

/** The 32 bytes of an X25519 public key, in base64url. */
export function rawKey(publicKey: KeyObject): string {
  return publicKey.export({ format: 'jwk' }).x ?? '';
}

function agreeOnKey(privateKey: KeyObject, publicKey: KeyObject, ephemeral: KeyObject, device: KeyObject): Buffer {
  const shared = diffieHellman({ privateKey, publicKey });
  const salt = Buffer.concat([ephemeral, device].map((key) => Buffer.from(rawKey(key), 'base64url')));
  return Buffer.from(hkdfSync('sha256', shared, salt, infoFields, keyBytes));
}
