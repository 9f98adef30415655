import type { World } from './world.ts';

/** Sends a query to the graph and gives its data; throws when it has errors. */
export type AskGraph = (query: string, variables?: object) => Promise<Record<string, unknown>>;

/** Variables with which each named operation has something to show, several sets of them. */
export type Examples = Readonly<Record<string, readonly object[]>>;

const athletesAsked = 25;
const market = 'FR';
const territory = 'FR';

/**
 * Variables for the named operations that lead to full pages on the demonstration Games: its most prominent athletes
 * with something still to come, the units of the day (those under way first), its venues, goods and sessions. Asks the
 * graph only for what a service decides by itself (which goods there are, who is still in, what is on).
 */
export async function findExamples(world: World, ask: AskGraph): Promise<Examples> {
  const today = world.now.slice(0, 10);
  const athletes = await athletesWithMuchToShow(world, ask);
  const ofToday = world.units.filter(({ logicalDate }) => logicalDate === today).map(({ code }) => code);
  const units = [...new Set([...(await liveUnits(ask)), ...ofToday])];
  const days = [today, ...world.games.days.filter((date) => date !== today)];
  const soldVenues = [...new Set(world.ticketedSessions.map(({ venue }) => venue))];
  const products = await productsOf(ask);
  return {
    AthletePage: athletes.map((id) => ({ id, market, territory })),
    UnitPage: units.map((code) => ({ code, territory })),
    SchedulePage: days.map((date) => ({ date })),
    MedalTable: [{}],
    VenuePage: world.venues.map(({ code }) => ({ code })),
    StoreFront: [{ market }, { market: 'US' }],
    ProductPage: products.map((id) => ({ id, market })),
    CartPage: [{}],
    PickupAtVenue: soldVenues.map((venue) => ({ venue, market: 'US' })),
    SessionAvailability: world.disciplines.map(({ code }) => ({ discipline: code })),
    MyTickets: [{}],
    MyOrders: [{}],
    MyDraws: [{}],
    FeedsForBroadcaster: [{}, { live: true }],
    ClipsForTerritory: [{ territory }, { territory: 'US' }],
    UnitUpdates: units.map((code) => ({ code })),
    MedalTableUpdates: [{}],
    TicketAvailabilityUpdates: world.ticketedSessions.map(({ code }) => ({ session: `tse_${code}` })),
  };
}

/** Global ids of prominent athletes, those first who have a next unit and goods. */
async function athletesWithMuchToShow(world: World, ask: AskGraph): Promise<readonly string[]> {
  const candidates = [...world.athletes]
    .sort((a, b) => b.prominence - a.prominence || (a.code < b.code ? -1 : 1))
    .slice(0, athletesAsked)
    .map(({ code }) => `ath_${code}`);
  const fields = `id nextUnit { code } merchandise(market: "${market}", first: 1) { nodes { id } }`;
  const query = `{ ${candidates.map((id, index) => `a${index}: athlete(id: "${id}") { ${fields} }`).join(' ')} }`;
  const answer = (await ask(query)) as Record<
    string,
    {
      readonly id: string;
      readonly nextUnit: object | null;
      readonly merchandise: { readonly nodes: readonly object[] };
    } | null
  >;
  const score = (index: number): number => {
    const athlete = answer[`a${index}`];
    return athlete ? (athlete.nextUnit ? 2 : 0) + Math.min(1, athlete.merchandise.nodes.length) : -1;
  };
  return candidates
    .map((id, index) => ({ id, score: score(index) }))
    .sort((a, b) => b.score - a.score)
    .map(({ id }) => id);
}

/** Codes of units that are under way, which have something to follow. */
async function liveUnits(ask: AskGraph): Promise<readonly string[]> {
  const { schedule } = (await ask('{ schedule(filter: { live: true }, first: 20) { nodes { code } } }')) as {
    schedule: { nodes: readonly { code: string }[] };
  };
  return schedule.nodes.map(({ code }) => code);
}

async function productsOf(ask: AskGraph): Promise<readonly string[]> {
  const { products } = (await ask(`{ products(market: "${market}", first: 40) { nodes { id } } }`)) as {
    products: { nodes: readonly { id: string }[] };
  };
  return products.nodes.map(({ id }) => id);
}
