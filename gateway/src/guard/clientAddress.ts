import { BlockList, isIP } from 'node:net';

const hopsMax = 20;

/**
 * Tells a client's address. `X-Forwarded-For` is believed only as far as trusted proxies wrote it: read from its right
 * end, the first address that is no trusted proxy is the client. Whatever a client wrote there itself stands further
 * left and is never reached. Throws when an entry is neither an address nor a network (CIDR).
 */
export function createClientAddress(
  trustedProxies: readonly string[],
): (socketAddress: string | undefined, forwardedFor: string | undefined) => string {
  const trusted = new BlockList();
  for (const entry of trustedProxies) addTo(trusted, entry);
  const isTrusted = (address: string): boolean => isIP(address) !== 0 && trusted.check(address, familyOf(address));

  return (socketAddress, forwardedFor) => {
    const peer = unmapped(socketAddress ?? 'unknown');
    if (forwardedFor === undefined || trustedProxies.length === 0 || !isTrusted(peer)) return peer;
    let client = peer;
    for (const hop of forwardedFor.split(',').slice(-hopsMax).reverse()) {
      const address = unmapped(hop.trim());
      if (isIP(address) === 0) return client;
      client = address;
      if (!isTrusted(address)) return client;
    }
    return client;
  };
}

function addTo(list: BlockList, entry: string): void {
  const [address = '', prefix] = entry.split('/');
  if (isIP(address) === 0) throw new Error(`The trusted proxy ${entry} is neither an address nor a network.`);
  if (prefix === undefined) list.addAddress(address, familyOf(address));
  else list.addSubnet(address, Number(prefix), familyOf(address));
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** IPv4 addresses that came over an IPv6 socket, as IPv4. */
const unmapped = (address: string): string =>
  address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
