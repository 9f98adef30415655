import { createSign, createVerify, type KeyObject } from 'node:crypto';

/**
 * Alipay's RSA2: SHA256withRSA over the parameters without `sign` and `sign_type`, sorted by name, as `name=value` joined
 * by `&`, values decoded.
 */

/** The text that a request's or notification's signature is over. Parameters without a value are left out, as Alipay does. */
export function signedText(parameters: Iterable<readonly [string, string]>): string {
  return [...parameters]
    .filter(([name, value]) => name !== 'sign' && name !== 'sign_type' && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** Base64 RSA2 signature of a text in UTF-8. */
export function signRsa2(text: string, privateKey: KeyObject): string {
  return createSign('RSA-SHA256').update(text, 'utf8').sign(privateKey, 'base64');
}

/** True when `signature` (base64) is the key's over the text. Anything malformed is just false. */
export function verifyRsa2(text: string, signature: string, publicKey: KeyObject): boolean {
  return createVerify('RSA-SHA256').update(text, 'utf8').verify(publicKey, signature, 'base64');
}

/** Adds `sign` to request parameters. */
export function signParameters(
  parameters: Readonly<Record<string, string>>,
  privateKey: KeyObject,
): Record<string, string> {
  return { ...parameters, sign: signRsa2(signedText(Object.entries(parameters)), privateKey) };
}
