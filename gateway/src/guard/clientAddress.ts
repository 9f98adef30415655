import { BlockList, isIP } from 'node:net';
import { unmappedAddress } from '@games/http';

const hopsMax = 20;

/** Tells who a request comes from. */
export interface ClientAddress {
  readonly of: (socketAddress: string | undefined, forwardedFor: string | undefined) => string;
  readonly isTrusted: (address: string) => boolean;
}

/**
 * `X-Forwarded-For` is believed only as far as trusted proxies wrote it: read from its right end, the first address that
 * is not a trusted proxy is the client. Whatever a client wrote there itself stands further left and is never reached.
 * Throws when an entry is neither an address nor a network (CIDR).
 *
 * @param onIgnored called once, with the first peer whose header is not believed: it may be a proxy that nobody named
 */
export function createClientAddress(
  trustedProxies: readonly string[],
  onIgnored: (peer: string) => void,
): ClientAddress {
  const trusted = new BlockList();
  for (const entry of trustedProxies) addTo(trusted, entry);
  const isTrusted = (address: string): boolean => {
    const bare = unmappedAddress(address);
    return isIP(bare) !== 0 && trusted.check(bare, familyOf(bare));
  };
  let wasIgnored = false;

  const of: ClientAddress['of'] = (socketAddress, forwardedFor) => {
    const peer = unmappedAddress(socketAddress ?? 'unknown');
    if (forwardedFor === undefined) return peer;
    if (!isTrusted(peer)) {
      if (!wasIgnored) onIgnored(peer);
      wasIgnored = true;
      return peer;
    }
    let client = peer;
    for (const hop of forwardedFor.split(',').slice(-hopsMax).reverse()) {
      const address = unmappedAddress(hop.trim());
      if (isIP(address) === 0) return client;
      client = address;
      if (!isTrusted(address)) return client;
    }
    return client;
  };
  return { of, isTrusted };
}

function addTo(list: BlockList, entry: string): void {
  const [address = '', prefix] = entry.split('/');
  if (isIP(address) === 0) throw new Error(`The trusted proxy ${entry} is neither an address nor a network.`);
  if (prefix === undefined) list.addAddress(address, familyOf(address));
  else list.addSubnet(address, Number(prefix), familyOf(address));
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');
