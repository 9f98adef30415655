import { ClientError } from '@games/service';
import { type IdPrefix, idPrefixes, readId } from '@games/subgraph';
import type { CompetitionContext } from '../context.ts';
import { selectGamesDetails } from '../sql/structure/games.ts';
import { medalTableById, standingById } from './medals/medal.ts';
import { recordById, resultById } from './results/result.ts';

/** Something that has a global id: a row of ours, or what its owner knows it by. */
interface NodeParent {
  readonly __typename: string;
}

type Finder = (key: string, id: string, context: CompetitionContext) => Promise<object | null>;

const idsMax = 100;

/** How things are found that this service knows. Those of other services are pointed at by their keys. */
const finders: Readonly<Partial<Record<IdPrefix, Finder>>> = {
  gam: async (key, _, { database }) => {
    const games = await selectGamesDetails(database);
    return games?.code === key ? games : null;
  },
  dis: (key, _, { loaders }) => loaders.discipline.load(key),
  evt: (key, _, { loaders }) => loaders.event.load(key),
  pha: (key, _, { loaders }) => loaders.phase.load(key),
  unt: (key, _, { loaders }) => loaders.unit.load(key),
  ven: (key, _, { loaders }) => loaders.venue.load(key),
  ses: (key, _, { loaders }) => loaders.session.load(key),
  res: (_, id, context) => resultById(id, context),
  rec: (_, id, context) => recordById(id, context),
  mst: (_, id, context) => standingById(id, context),
  mtb: (_, id, context) => medalTableById(id, context),
  ath: (key, _, { loaders }) => loaders.knownAthlete.load(key),
  tea: (key, _, { loaders }) => loaders.knownTeam.load(key),
  org: async (code) => ({ code }),
  mkt: async (code, id) => ({ code, id }),
  var: async (sku, id) => ({ sku, id }),
};

/** What an id stands for; null for a text that is not an id, and for something of ours that is not there. */
export async function findNode(id: string, context: CompetitionContext): Promise<NodeParent | null> {
  const read = readId(id);
  if (read === null) return null;
  const find: Finder = finders[read.prefix] ?? (async () => ({ id }));
  const row = await find(read.key, id, context);
  return row && { ...row, __typename: idPrefixes[read.prefix] };
}

/** As `findNode`, for several ids. Throws ClientError BAD_USER_INPUT for more than 100. */
export function findNodes(
  ids: readonly string[],
  context: CompetitionContext,
): Promise<readonly (NodeParent | null)[]> {
  if (ids.length > idsMax) throw new ClientError('BAD_USER_INPUT', `\`nodes\` takes at most ${idsMax} ids.`);
  return Promise.all(ids.map((id) => findNode(id, context)));
}
