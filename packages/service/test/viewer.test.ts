import { describe, expect, test } from '@jest/globals';
import { anonymousViewer, signViewer, type Viewer, verifyViewer } from '../src/index.ts';

const secret = 'gateway and subgraph know it';
const fan: Viewer = { ...anonymousViewer, kind: 'fan', subject: 'fan-1', scopes: ['tickets'], territory: 'FR' };
const nowMs = Date.parse('2028-07-22T12:01:00Z');

describe('the signed viewer header', () => {
  test('brings back the viewer that was signed', () => {
    expect(verifyViewer(signViewer(fan, secret, nowMs), secret, nowMs)).toEqual(fan);
  });

  test('is the same text for the same viewer within its time bucket, so that calls can be shared', () => {
    expect(signViewer(fan, secret, nowMs)).toBe(signViewer(fan, secret, nowMs + 60_000));
    expect(signViewer(fan, secret, nowMs)).not.toBe(signViewer({ ...fan, subject: 'fan-2' }, secret, nowMs));
  });

  test.each([
    ['is missing', undefined],
    ['is empty', ''],
    ['has no signature', signViewer(fan, secret, nowMs).split('.')[0]],
    ['was signed with another secret', signViewer(fan, 'another secret', nowMs)],
    ['was changed', `${Buffer.from('["staff","x",[],null,null,9e15]').toString('base64url')}.AAAA`],
    ['is out of date', signViewer(fan, secret, nowMs - 3_600_000)],
    ['is endless', 'a'.repeat(100_000)],
  ])('is refused when it %s', (_case, header) => {
    expect(() => verifyViewer(header, secret, nowMs)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
  });
});
