/** Who holds the media rights of the demonstration Games: invented broadcasters, each with its own countries. */

export interface Broadcaster {
  readonly code: string;
  readonly name: string;
  readonly country: string;
  /** Where it holds the exclusive licence (ISO 3166-1 alpha-2). */
  readonly territories: readonly string[];
}

const row = (code: string, name: string, territories: string): Broadcaster => {
  const codes = territories.split(' ');
  return { code, name, country: codes[0] as string, territories: codes };
};

/** `demo-broadcaster` is the one whose key a newcomer is given. */
export const broadcasters: readonly Broadcaster[] = [
  row('demo-broadcaster', 'Canal Horizon', 'FR MC'),
  row('northwind', 'Northwind Television', 'GB IE'),
  row('pacific-sports', 'Pacific Sports Network', 'US PR GU VI AS'),
  row('maple-vision', 'Maple Vision', 'CA'),
  row('telesol', 'Telesol', 'MX GT HN SV NI CR PA'),
  row('rede-atlantica', 'Rede Atlântica', 'BR'),
  row('canal-andes', 'Canal Andes', 'AR CL UY PY BO PE EC CO VE'),
  row('adler-tv', 'Adler TV', 'DE AT'),
  row('alpenblick', 'Alpenblick', 'CH LI'),
  row('iberia-deportes', 'Iberia Deportes', 'ES AD'),
  row('atlantico-tv', 'Atlântico TV', 'PT'),
  row('adria-sport', 'Adria Sport', 'IT SM HR SI'),
  row('lowlands', 'Lowlands Media', 'NL BE LU'),
  row('nordlys', 'Nordlys', 'NO SE DK FI IS'),
  row('vistula', 'Vistula', 'PL CZ SK HU'),
  row('hikari', 'Hikari Broadcasting', 'JP'),
  row('hangang', 'Hangang Sports', 'KR'),
  row('great-river', 'Great River Television', 'CN HK'),
  row('southern-lights', 'Southern Lights', 'AU NZ FJ'),
  row('monsoon', 'Monsoon Network', 'IN NP BD LK'),
  row('gulf-arena', 'Gulf Arena', 'AE BH KW OM QA SA'),
  row('savanna', 'Savanna Sports', 'ZA KE UG TZ RW NG GH ET'),
  row('atlas-media', 'Atlas Media', 'MA DZ TN EG'),
];

/** Countries that nobody has taken a licence for. */
export const unlicensed: ReadonlySet<string> = new Set(['NR', 'TV', 'PW', 'KI']);

/** Takes what is left of the world, without exclusivity. */
export const restOfWorld = { code: 'orbit', name: 'Orbit International', country: 'SG' } as const;
export const newsAgency = { code: 'meridian-news', name: 'Meridian News Agency', country: 'GB' } as const;
export const organiser = { code: 'organiser', name: 'Port Meridian 2028 Digital', country: 'US' } as const;
