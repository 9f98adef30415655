import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { anonymousViewer, signViewer, type Viewer, verifyViewer } from '../src/index.ts';

const secret = 'gateway and subgraph know it';
const fan: Viewer = { ...anonymousViewer, kind: 'fan', subject: 'fan-1', scopes: ['tickets'], country: 'FR' };
const service = 'ticketing';
const nowMs = Date.parse('2028-07-22T12:01:00Z');

/** As it was before headers named a service: for every service at once. */
function signedWithoutAudience(): string {
  const payload = Buffer.from(JSON.stringify(['fan', 'fan-1', [], null, null, 9e15])).toString('base64url');
  return `${payload}.${createHmac('sha256', secret).update(payload).digest('base64url')}`;
}

describe('the signed viewer header', () => {
  test('brings back the viewer that was signed', () => {
    expect(verifyViewer(signViewer(fan, service, secret, nowMs), service, secret, nowMs)).toEqual(fan);
  });

  test('is the same text for the same viewer within its time bucket, so that calls can be shared', () => {
    expect(signViewer(fan, service, secret, nowMs)).toBe(signViewer(fan, service, secret, nowMs + 60_000));
    expect(signViewer(fan, service, secret, nowMs)).not.toBe(
      signViewer({ ...fan, subject: 'fan-2' }, service, secret, nowMs),
    );
  });

  test.each([
    ['is missing', undefined],
    ['is empty', ''],
    ['has no signature', signViewer(fan, service, secret, nowMs).split('.')[0]],
    ['was signed with another secret', signViewer(fan, service, 'another secret', nowMs)],
    ['was signed for another service', signViewer(fan, 'store', secret, nowMs)],
    ['was signed before services had a name', signedWithoutAudience()],
    ['was changed', `${Buffer.from('["staff","x",[],null,null,9e15]').toString('base64url')}.AAAA`],
    ['is out of date', signViewer(fan, service, secret, nowMs - 3_600_000)],
    ['is endless', 'a'.repeat(100_000)],
  ])('is refused when it %s', (_case, header) => {
    expect(() => verifyViewer(header, service, secret, nowMs)).toThrow(
      expect.objectContaining({ code: 'UNAUTHENTICATED' }),
    );
  });
});
