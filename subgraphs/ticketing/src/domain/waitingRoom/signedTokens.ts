import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';

/** Texts that fans carry for us: JSON in base64url and its MAC. The purpose is part of the MAC: no token passes for another. */
export interface TokenSigner {
  sign(purpose: string, content: object): string;
  /** What a token says; null when it is not ours, for another purpose, or changed. */
  read<Content extends object>(purpose: string, token: string): Content | null;
}

const tokenLengthMax = 1_024;

export function createTokenSigner(secret: string): TokenSigner {
  const key = createSecretKey(Buffer.from(secret));
  const macOf = (purpose: string, payload: string): Buffer =>
    createHmac('sha256', key).update(`${purpose}\n${payload}`).digest();
  return {
    sign: (purpose, content) => {
      const payload = Buffer.from(JSON.stringify(content)).toString('base64url');
      return `${payload}.${macOf(purpose, payload).toString('base64url')}`;
    },
    read: <Content extends object>(purpose: string, token: string): Content | null => {
      const [payload = '', mac = '', ...rest] = token.length > tokenLengthMax ? [] : token.split('.');
      const given = Buffer.from(mac, 'base64url');
      const expected = macOf(purpose, payload);
      if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Content;
    },
  };
}
