import { createSign, createVerify, type KeyObject } from 'node:crypto';

/**
 * Alipay's RSA2: SHA256withRSA over the parameters sorted by name, as `name=value` joined by `&`, values decoded. A
 * request's signature leaves out `sign` alone; that of a notification or a browser's return leaves out `sign_type` as well.
 */

type Parameters = Readonly<Record<string, string>>;

/** The text that a request's signature is over. Parameters without a value don't count. */
export function requestText(parameters: Parameters): string {
  return join(Object.entries(parameters).filter(([name, value]) => name !== 'sign' && value !== ''));
}

/** The text that a notification's signature is over. */
export function notificationText(parameters: Parameters): string {
  return join(Object.entries(parameters).filter(([name]) => name !== 'sign' && name !== 'sign_type'));
}

/** Base64 RSA2 signature of a text in UTF-8. */
export function signRsa2(text: string, privateKey: KeyObject): string {
  return createSign('RSA-SHA256').update(text, 'utf8').sign(privateKey, 'base64');
}

/** True when `signature` (base64) is the key's over the text. Anything malformed is just false. */
export function verifyRsa2(text: string, signature: string, publicKey: KeyObject): boolean {
  return createVerify('RSA-SHA256').update(text, 'utf8').verify(publicKey, signature, 'base64');
}

function join(parameters: [string, string][]): string {
  return parameters
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}
