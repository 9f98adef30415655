import { ClientError } from '@games/service';

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]'];
const returnUrlCharactersMax = 2_000;

/** The hosts that fans may be sent back to: those of `PAYMENT_RETURN_HOSTS`, separated by commas; without it this machine only. */
export function readReturnHosts(env: NodeJS.ProcessEnv = process.env): readonly string[] {
  const hosts = (env.PAYMENT_RETURN_HOSTS ?? '').split(',').map((host) => host.trim().toLowerCase());
  return [...hosts.filter((host) => host !== ''), ...(env.PAYMENT_RETURN_HOSTS ? [] : loopbackHosts)];
}

/**
 * The address that the fan's browser comes back to from the provider's page, in its normal form. Only our own hosts: a provider's
 * page that leads anywhere is a lure.
 * @throws ClientError BAD_USER_INPUT
 */
export function readReturnUrl(text: string, hosts: readonly string[]): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || text.length > returnUrlCharactersMax) {
    throw new ClientError('BAD_USER_INPUT', 'The return URL must be an absolute http or https address.');
  }
  if (!hosts.includes(url.hostname) || url.username !== '' || url.password !== '') {
    throw new ClientError('BAD_USER_INPUT', 'The return URL leads to a host that is not one of this service.');
  }
  return url.href;
}
