import { lookup as resolve } from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * Guards against server-side request forgery: a partner chooses the address of a webhook, and must not be able to reach
 * our own network with it. Checked when the endpoint is made, and again at every connection, on the very address that is
 * connected to, so that a name that changes its address in between gains nothing.
 */

/** IANA special-purpose registries (RFC 6890 and its updates): everything that is not a public unicast address. */
const inner = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  inner.addSubnet(network, prefix, 'ipv4');
}
/** Of IPv6 only global unicast is public; and within it not the documentation, benchmarking and translation ranges. */
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  inner.addSubnet(network, prefix, 'ipv6');
}

/** True for an address that anybody on the Internet could reach. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !inner.check(address, 'ipv4');
  return family === 6 && globalUnicast.check(address, 'ipv6') && !inner.check(address, 'ipv6');
}

export interface TargetRules {
  /** Lets webhooks go to this machine and over plain HTTP: for development and tests. */
  readonly allowLocal: boolean;
}

const urlLengthMax = 2_048;

/** What is wrong with a webhook's address, in words for the partner; null when it may be used. */
export async function reasonToRejectTarget(address: string, { allowLocal }: TargetRules): Promise<string | null> {
  const url = URL.parse(address);
  if (url === null || address.length > urlLengthMax) return 'This is not an address.';
  if (url.protocol !== 'https:' && !(allowLocal && url.protocol === 'http:'))
    return 'The address must begin with https.';
  if (url.username !== '' || url.password !== '') return 'The address must not hold a user or password.';
  if (allowLocal) return null;
  const addresses = await addressesOf(hostOf(url));
  if (addresses.length === 0) return 'The name of the host is unknown.';
  return addresses.every(isPublicAddress) ? null : 'The address must be one that is public on the Internet.';
}

/** The host without the brackets that an IPv6 address has in a URL. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

async function addressesOf(host: string): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  try {
    return (await resolve(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

/** Name resolution for a connection that yields public addresses only. */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { all: true, ...(options.family === undefined ? {} : { family: options.family }) })
    .then((found) => {
      const [first] = found;
      if (first === undefined || !found.every(({ address }) => isPublicAddress(address))) {
        throw new Error(`${hostname} is not on the public Internet`);
      }
      if (options.all === true) callback(null, found);
      else callback(null, first.address, first.family);
    })
    .catch((error: Error) => callback(error, ''));
};
