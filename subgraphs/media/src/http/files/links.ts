import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** For whom an address of a file was made: anybody, staff, or a rights holder in a territory. */
export type LinkAudience = 'public' | 'staff' | `${string}@${string}`;

export interface FileLink {
  readonly assetId: string;
  readonly rendition: string;
  readonly audience: LinkAudience;
  /** Seconds since 1970 after which the address is of no use. */
  readonly expires: number;
}

/** Makes addresses of files that only we can make, and reads them back. */
export interface FileLinks {
  /** The address of a file, valid for some minutes (licensed) or a day (public). Equal within a minute or an hour. */
  make(link: Omit<FileLink, 'expires'>): string;
  /** The link of a requested address; null when it is forged, altered or past its time. */
  read(url: URL): FileLink | null;
}

export const filesPath = '/files/';

/** Public addresses are kept by caches for an hour and must outlive that; licensed ones only bridge the fetch. */
const lifetimes = {
  public: { roundedToSeconds: 3_600, periods: 25 },
  licensed: { roundedToSeconds: 60, periods: 5 },
} as const;

/**
 * @param secret the service's own secret; the signing key is derived from it (HKDF), so that it signs nothing else.
 * @param base gives the address under which the service is reached from outside, ending in a slash.
 */
export function createFileLinks(secret: string, base: () => string): FileLinks {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'games media file links', 32));
  const sign = ({ assetId, rendition, audience, expires }: FileLink): string =>
    createHmac('sha256', key)
      .update(JSON.stringify([assetId, rendition, audience, expires]))
      .digest('base64url');
  return {
    make: (link) => {
      const complete: FileLink = { ...link, expires: expiryOf(link.audience, Date.now()) };
      const { assetId, rendition, audience, expires } = complete;
      const path = `${filesPath.slice(1)}${encodeURIComponent(assetId)}/${encodeURIComponent(rendition)}`;
      const query = new URLSearchParams({ for: audience, expires: String(expires), signature: sign(complete) });
      return new URL(`${path}?${query}`, base()).href;
    },
    read: (url) => {
      const link = parseLink(url);
      if (!link || link.expires * 1_000 < Date.now()) return null;
      const given = Buffer.from(url.searchParams.get('signature') ?? '');
      const expected = Buffer.from(sign(link));
      return given.length === expected.length && timingSafeEqual(given, expected) ? link : null;
    },
  };
}

function expiryOf(audience: LinkAudience, nowMs: number): number {
  const { roundedToSeconds, periods } = audience === 'public' ? lifetimes.public : lifetimes.licensed;
  return (Math.floor(nowMs / 1_000 / roundedToSeconds) + periods) * roundedToSeconds;
}

function parseLink(url: URL): FileLink | null {
  const [asset, rendition, ...rest] = url.pathname.slice(filesPath.length).split('/');
  const audience = url.searchParams.get('for');
  const expires = Number(url.searchParams.get('expires'));
  if (!asset || !rendition || rest.length > 0 || !audience || !Number.isSafeInteger(expires)) return null;
  try {
    return {
      assetId: decodeURIComponent(asset),
      rendition: decodeURIComponent(rendition),
      audience: audience as LinkAudience,
      expires,
    };
  } catch {
    return null;
  }
}
