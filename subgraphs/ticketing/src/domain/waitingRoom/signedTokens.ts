import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/**
 * Texts that fans hold for us: JSON, encrypted and authenticated (AES-256-GCM), so that nobody can read a position that was
 * drawn before the room opens. The purpose is authenticated too: no token passes for another. The nonce follows from the
 * content, so that the same content is the same token.
 */
export interface TokenSigner {
  sign(purpose: string, content: object): string;
  /** What a token says; null when it is not ours, for another purpose, or changed. */
  read<Content extends object>(purpose: string, token: string): Content | null;
}

const tokenLengthMax = 1_024;
const nonceBytes = 12;
const tagBytes = 16;

export function createTokenSigner(secret: string): TokenSigner {
  // Key objects: a key given as bytes is imported anew with every token, which takes several times as long as the cipher.
  const derive = (use: string): KeyObject =>
    createSecretKey(createHmac('sha256', secret).update(`queue tokens: ${use}`).digest());
  const [key, nonceKey] = [derive('key'), derive('nonce')];
  return {
    sign: (purpose, content) => {
      const text = JSON.stringify(content);
      const nonce = createHmac('sha256', nonceKey).update(`${purpose}\n${text}`).digest().subarray(0, nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    read: <Content extends object>(purpose: string, token: string): Content | null => {
      const bytes = token.length > tokenLengthMax ? Buffer.alloc(0) : Buffer.from(token, 'base64url');
      // One way to write a token: another that decodes to the same bytes is a changed one.
      if (bytes.length <= nonceBytes + tagBytes || bytes.toString('base64url') !== token) return null;
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      try {
        const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
        return JSON.parse(text.toString('utf8')) as Content;
      } catch {
        return null;
      }
    },
  };
}
