import { isIP } from 'node:net';

/**
 * Tells whether a request was meant for this gateway, by its Host header: an address, this machine, or a name that is
 * configured. A page whose own name was made to point here ("DNS rebinding") is refused with it.
 */
export function createHosts(names: readonly string[]): (host: string | undefined) => boolean {
  if (names.includes('*')) return () => true;
  const allowed = new Set(names.map((name) => name.toLowerCase()));
  return (host = '') => {
    const name = nameOf(host.toLowerCase());
    const address = name.startsWith('[') ? name.slice(1, -1) : name;
    return isIP(address) !== 0 || name === 'localhost' || name.endsWith('.localhost') || allowed.has(name);
  };
}

/** A host without its port. */
function nameOf(host: string): string {
  const at = host.lastIndexOf(':');
  return at === -1 || at < host.lastIndexOf(']') ? host : host.slice(0, at);
}
