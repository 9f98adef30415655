import { isIPv4, isIPv6 } from 'node:net';

/** IPv4 addresses that came over an IPv6 socket, as IPv4. */
export const unmappedAddress = (address: string): string =>
  address.startsWith('::ffff:') && isIPv4(address.slice(7)) ? address.slice(7) : address;

/**
 * What a client is counted under by its address: an IPv4 address itself, of an IPv6 address the /64 – one subscriber
 * holds at least that many addresses.
 */
export function addressBlock(address: string): string {
  const bare = unmappedAddress(address);
  if (!isIPv6(bare)) return bare;
  const [head = '', tail] = (bare.split('%', 1)[0] as string).split('::') as [string, string?];
  const groups = groupsOf(head);
  if (tail !== undefined) {
    const after = groupsOf(tail);
    while (groups.length + after.length < 8) groups.push('0');
    groups.push(...after);
  }
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** Groups of a part of an address; a dotted end stands for two. */
const groupsOf = (part: string): string[] =>
  part === '' ? [] : part.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]));
