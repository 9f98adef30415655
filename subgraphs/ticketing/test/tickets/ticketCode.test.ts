import { createHmac, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judgeTicket, type TicketStatus } from '../../src/domain/gates/judgeTicket.ts';
import { fromBase45, toBase45 } from '../../src/domain/tickets/base45.ts';
import { quickHmac } from '../../src/domain/tickets/quickHmac.ts';
import { rotatingCode, rotationSecret, sessionRotationKey } from '../../src/domain/tickets/rotatingCode.ts';
import { decodeTicketBody, encodeTicketBody, type TicketBody } from '../../src/domain/tickets/ticketBody.ts';
import { barcodeText, readTicketCode, signTicket } from '../../src/domain/tickets/ticketCode.ts';
import { keyIdOf } from '../../src/domain/tickets/ticketKeys.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const signer = { keyId: keyIdOf(publicKey), privateKey };
const keys = new Map([[signer.keyId, publicKey]]);
const now = new Date('2028-07-23T16:30:00-07:00');
const rotationKey = sessionRotationKey(Buffer.alloc(32, 7), 12);
const session = { id: 12, isCancelled: false, rotationKey };

const body: Omit<TicketBody, 'keyId'> = {
  rotating: true,
  ticketId: '01981f7e-0000-7000-8000-000000000001',
  version: 1,
  mediumNo: 1,
  sessionId: 12,
  seatNo: 4_711,
  blockNo: null,
  validFrom: new Date('2028-07-23T06:00:00-07:00'),
  validUntil: new Date('2028-07-24T21:00:00-07:00'),
  holder: '0011223344556677',
};

function codeOf(changes: Partial<typeof body> = {}, at = now): string {
  const changed = { ...body, ...changes };
  return barcodeText(signTicket(signer, changed), rotatingCode(rotationSecret(rotationKey, changed), at));
}

function judge(text: string, status: TicketStatus | null = null, at = now, judged = session): string {
  const judgement = judgeTicket(text, keys, judged, () => status, at);
  return judgement.kind === 'Good' ? 'GOOD' : judgement.reason;
}

describe('base45', () => {
  test.each([
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
  ])('writes %s as RFC 9285 does: %s', (text, encoded) => {
    expect(toBase45(Buffer.from(text))).toBe(encoded);
    expect(fromBase45(encoded)?.toString()).toBe(text);
  });

  test('brings every run of bytes back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => Buffer.from(bytes).equals(fromBase45(toBase45(bytes)) as Buffer)),
    );
  });

  test.each(['A', 'GGW', ':::', 'a00', 'é00', ':::0'])('refuses what is none: %s', (text) => {
    expect(fromBase45(text)).toBeNull();
  });
});

describe('the quick HMAC', () => {
  test('is the HMAC that Node makes', () => {
    const keys = fc.uint8Array({ maxLength: 64 });
    fc.assert(
      fc.property(
        fc.constantFrom('sha1' as const, 'sha256' as const),
        keys,
        fc.uint8Array(),
        (algorithm, key, message) => {
          const expected = createHmac(algorithm, key).update(message).digest();
          return quickHmac(algorithm, Buffer.from(key))(Buffer.from(message)).equals(expected);
        },
      ),
      { numRuns: 500 },
    );
    expect(() => quickHmac('sha1', Buffer.alloc(65))).toThrow(RangeError);
  });
});

describe('the rotating code', () => {
  test.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_234_567_890, '89005924'],
    [20_000_000_000, '65353130'],
  ])('is that of RFC 6238, appendix B, at the same counter: %i', (seconds, expected) => {
    // The vectors of the RFC have periods of 30 seconds, ours have 15: the same counter is reached in half the time.
    const at = new Date(Math.floor(seconds / 30) * 15_000);
    expect(rotatingCode(Buffer.from('12345678901234567890'), at)).toBe(expected);
  });
});

describe('a ticket’s body', () => {
  test('comes back from its bytes whatever it says', () => {
    const moments = fc.integer({ min: 0, max: 4_294_967_295 }).map((seconds) => new Date(seconds * 1_000));
    const bodies = fc.record({
      keyId: fc.constant('deadbeef'),
      rotating: fc.boolean(),
      ticketId: fc.uuid(),
      version: fc.nat(65_535),
      mediumNo: fc.nat(65_535),
      sessionId: fc.nat(),
      place: fc.nat(),
      numbered: fc.boolean(),
      validFrom: moments,
      validUntil: moments,
      holder: fc.constant('0011223344556677'),
    });
    fc.assert(
      fc.property(bodies, ({ place, numbered, ...rest }) => {
        const whole = { ...rest, seatNo: numbered ? place : null, blockNo: numbered ? null : place };
        expect(decodeTicketBody(encodeTicketBody(whole))).toEqual(whole);
      }),
    );
  });
});

describe('a ticket at a gate', () => {
  test('is good with its code of the moment', () => {
    expect(judge(codeOf())).toBe('GOOD');
    expect(codeOf()).toMatch(/^[0-9A-Z $%*+\-./:]+$/);
    expect(codeOf().length).toBeLessThan(200);
  });

  test('is good while clocks differ by half a minute, and stale after', () => {
    for (const seconds of [-30, 30]) expect(judge(codeOf({}, new Date(now.getTime() + seconds * 1_000)))).toBe('GOOD');
    for (const seconds of [-60, 60])
      expect(judge(codeOf({}, new Date(now.getTime() + seconds * 1_000)))).toBe('STALE_CODE');
  });

  test('is forged when any one bit of it was changed', () => {
    const text = codeOf();
    const signed = fromBase45(text.slice(12)) as Buffer;
    for (let bit = 0; bit < signed.length * 8; bit += 1) {
      const changed = Buffer.from(signed);
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(judge(text.slice(0, 12) + toBase45(changed))).toMatch(/^(MALFORMED|UNKNOWN_KEY|BAD_SIGNATURE)$/);
    }
  });

  test('is forged when somebody else’s key signed it, even under our key’s name', () => {
    const stranger = generateKeyPairSync('ed25519').privateKey;
    expect(judge(barcodeText(signTicket({ keyId: signer.keyId, privateKey: stranger }, body), '00000000'))).toBe(
      'BAD_SIGNATURE',
    );
    expect(judge(barcodeText(signTicket({ keyId: '00000000', privateKey: stranger }, body), '00000000'))).toBe(
      'UNKNOWN_KEY',
    );
  });

  test('is not a ticket when it is anything else', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => judge(text) === 'MALFORMED'));
    fc.assert(
      fc.property(fc.string({ minLength: 171, maxLength: 171 }), (text) => judge(`GG1:12345678${text}`) !== 'GOOD'),
    );
  });

  test.each<[string, Parameters<typeof judge>]>([
    ['WRONG_SESSION', [codeOf({ sessionId: 13 })]],
    ['SESSION_CANCELLED', [codeOf(), null, now, { ...session, isCancelled: true }]],
    ['NOT_YET_VALID', [codeOf(), null, new Date('2028-07-23T05:59:00-07:00')]],
    ['EXPIRED', [codeOf(), null, new Date('2028-07-25T06:00:00-07:00')]],
    ['TRANSFERRED', [codeOf(), { version: 2, mediumNo: 0, state: 'VALID' }]],
    ['SUPERSEDED', [codeOf(), { version: 1, mediumNo: 2, state: 'VALID' }]],
    ['REVOKED', [codeOf(), { version: 1, mediumNo: 1, state: 'REVOKED' }]],
    ['REFUNDED', [codeOf(), { version: 1, mediumNo: 1, state: 'REFUNDED' }]],
    ['EXCHANGED', [codeOf(), { version: 1, mediumNo: 1, state: 'EXCHANGED' }]],
    ['CODE_MISSING', [barcodeText(signTicket(signer, body), null)]],
  ])('is refused with %s', (reason, question) => {
    expect(judge(...question)).toBe(reason);
  });

  test('is good when it is newer than what the gate knows', () => {
    expect(judge(codeOf({ version: 3 }), { version: 2, mediumNo: 4, state: 'VALID' })).toBe('GOOD');
  });

  test('on paper is good without a code, and with the code of another medium it is not', () => {
    expect(judge(barcodeText(signTicket(signer, { ...body, rotating: false }), null))).toBe('GOOD');
    const foreign = rotatingCode(rotationSecret(rotationKey, { ...body, mediumNo: 2 }), now);
    expect(judge(barcodeText(signTicket(signer, body), foreign))).toBe('STALE_CODE');
  });

  test('reads back to what was signed', () => {
    const read = readTicketCode(codeOf(), keys);
    expect(read).toMatchObject({ kind: 'Read', body: { ...body, keyId: signer.keyId } });
  });
});
