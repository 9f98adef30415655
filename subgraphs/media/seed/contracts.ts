import type { World } from '@games/demonstration';
import { broadcasters, newsAgency, organiser, restOfWorld, unlicensed } from './broadcasters.ts';
import { at } from './clock.ts';
import type { Clip } from './cuts.ts';

type Platform = 'LINEAR_TV' | 'WEB' | 'APP' | 'SOCIAL' | 'PUBLIC_SCREEN';

export interface Contract {
  readonly id: string;
  readonly effect: 'PERMISSION' | 'PROHIBITION';
  readonly basis: 'LICENCE' | 'NEWS_ACCESS' | 'ORGANISER';
  readonly holder: string | null;
  readonly exclusive: boolean;
  readonly startMs: number;
  readonly endMs: number | null;
  readonly delaySeconds: number;
  readonly revokedMs: number | null;
  readonly sets: readonly { readonly code: string; readonly excluded: boolean }[];
  readonly platforms: readonly Platform[];
  readonly scopes: readonly { readonly prefix?: string; readonly clip?: string }[];
  readonly limits: readonly { readonly measure: string; readonly period: string; readonly limit: number }[];
}

export interface TerritorySet {
  readonly code: string;
  readonly name: string;
  readonly members: readonly string[];
}

const everything = [{ prefix: '' }] as const;
const hourSeconds = 3_600;

/** The sets of territories that contracts name: each broadcaster's own, the rest of the world, and all of it. */
export function createTerritorySets({ organisations }: World): readonly TerritorySet[] {
  const world = [
    ...new Set([...organisations.map(({ country }) => country), ...broadcasters.flatMap((b) => b.territories)]),
  ].sort();
  const taken = new Set(broadcasters.flatMap(({ territories }) => territories));
  const rest = world.filter((country) => !taken.has(country) && !unlicensed.has(country));
  return [
    { code: 'world', name: 'The whole world', members: world },
    { code: 'rest-of-world', name: 'Countries without a licensee of their own', members: rest },
    { code: 'unlicensed', name: 'Countries without any licensee', members: [...unlicensed] },
    ...broadcasters.map(({ code, name, territories }) => ({ code, name: `Licensed to ${name}`, members: territories })),
  ];
}

/** Every contract of the demonstration: licences, news access, the organisers' own, and what is forbidden. */
export function createContracts(world: World, clips: readonly Clip[]): readonly Contract[] {
  const { games } = world;
  const startMs = at(`${games.start}T00:00:00${games.offset}`, -60 * 24 * 30);
  const endMs = at(`${games.end}T23:59:59${games.offset}`, 60 * 24 * 180);
  const permission: Omit<Contract, 'id' | 'holder' | 'sets' | 'platforms'> = {
    effect: 'PERMISSION',
    basis: 'LICENCE',
    exclusive: false,
    startMs,
    endMs,
    delaySeconds: 0,
    revokedMs: null,
    scopes: everything,
    limits: [],
  };
  const inSet = (code: string) => [{ code, excluded: false }];
  return [
    ...broadcasters.flatMap(({ code }): Contract[] => [
      {
        ...permission,
        id: `${code}.main`,
        holder: code,
        exclusive: true,
        sets: inSet(code),
        platforms: ['LINEAR_TV', 'WEB', 'APP'],
      },
      {
        ...permission,
        id: `${code}.social`,
        holder: code,
        delaySeconds: hourSeconds / 2,
        sets: inSet(code),
        platforms: ['SOCIAL'],
      },
    ]),
    {
      ...permission,
      id: `${restOfWorld.code}.main`,
      holder: restOfWorld.code,
      sets: inSet('rest-of-world'),
      platforms: ['LINEAR_TV', 'WEB', 'APP', 'SOCIAL'],
    },
    {
      ...permission,
      id: `${newsAgency.code}.access`,
      basis: 'NEWS_ACCESS',
      holder: newsAgency.code,
      delaySeconds: 3 * hourSeconds,
      sets: [
        { code: 'world', excluded: false },
        { code: 'unlicensed', excluded: true },
      ],
      platforms: ['LINEAR_TV', 'WEB'],
      limits: [
        { measure: 'SECONDS', period: 'DAY', limit: 360 },
        { measure: 'PROGRAMMES', period: 'DAY', limit: 3 },
        { measure: 'SECONDS', period: 'PROGRAMME', limit: 120 },
        { measure: 'SECONDS', period: 'EVENT', limit: 30 },
      ],
    },
    {
      ...permission,
      id: `${organiser.code}.digital`,
      basis: 'ORGANISER',
      holder: organiser.code,
      sets: [
        { code: 'world', excluded: false },
        { code: 'unlicensed', excluded: true },
      ],
      platforms: ['WEB', 'APP', 'PUBLIC_SCREEN'],
    },
    ...unusualContracts(world, clips, { ...permission, startMs, endMs }),
  ];
}

/** What makes a decision interesting: bans, a ban of one clip, a right revoked, a window that is over. */
function unusualContracts(
  { games, disciplines, now }: World,
  clips: readonly Clip[],
  permission: Omit<Contract, 'id' | 'holder' | 'sets' | 'platforms'>,
): readonly Contract[] {
  const prohibition = { ...permission, effect: 'PROHIBITION', basis: 'ORGANISER', holder: null } as const;
  const everywhere = [{ code: 'world', excluded: false }];
  const quiet = disciplines.find(({ code }) => code === 'JUD') ?? disciplines[0];
  const [withdrawn] = clips.filter(({ kind }) => kind === 'INTERVIEW');
  return [
    {
      ...prohibition,
      id: 'ban.social-discipline',
      sets: everywhere,
      platforms: ['SOCIAL'],
      scopes: [{ prefix: quiet?.code ?? 'ATH' }],
      endMs: at(`${games.end}T23:59:59${games.offset}`),
    },
    ...(withdrawn
      ? [
          {
            ...prohibition,
            id: 'ban.interview',
            sets: everywhere,
            platforms: allPlatforms,
            scopes: [{ clip: withdrawn.id }],
          },
        ]
      : []),
    {
      ...permission,
      id: 'monsoon.public-screen',
      holder: 'monsoon',
      sets: [{ code: 'monsoon', excluded: false }],
      platforms: ['PUBLIC_SCREEN'],
      revokedMs: at(now, -60 * 24),
    },
    {
      ...permission,
      id: 'hikari.preview',
      holder: 'hikari',
      sets: [{ code: 'hikari', excluded: false }],
      platforms: ['SOCIAL'],
      startMs: at(`${games.start}T00:00:00${games.offset}`, -60 * 24 * 60),
      endMs: at(`${games.start}T00:00:00${games.offset}`),
    },
  ];
}

const allPlatforms = ['LINEAR_TV', 'WEB', 'APP', 'SOCIAL', 'PUBLIC_SCREEN'] as const;
