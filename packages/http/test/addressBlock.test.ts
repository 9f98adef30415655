import { expect, test } from '@jest/globals';
import { addressBlock } from '../src/addressBlock.ts';

test('an IPv4 address counts for itself, also where it came over an IPv6 socket', () => {
  expect(addressBlock('192.0.2.7')).toBe('192.0.2.7');
  expect(addressBlock('::ffff:192.0.2.7')).toBe('192.0.2.7');
});

test('all addresses of an IPv6 /64 count as one, however they are written', () => {
  const block = addressBlock('2001:db8:0:7::1');
  expect(addressBlock('2001:0db8:0000:0007:aaaa:bbbb:cccc:dddd')).toBe(block);
  expect(addressBlock('2001:DB8:0:7:0:0:192.0.2.1')).toBe(block);
  expect(addressBlock('2001:db8:0:8::1')).not.toBe(block);
  expect(addressBlock('::1')).toBe(addressBlock('0:0:0:0:0:0:0:2'));
  expect(addressBlock('fe80::1%eth0')).toBe(addressBlock('fe80::2'));
});
