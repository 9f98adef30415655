import { ask, type Credentials } from './ask.ts';

interface OnSale {
  readonly id: string;
  readonly salesPhases: readonly { readonly code: string }[];
  readonly priceCategories: readonly { readonly code: string; readonly availability: { readonly free: number } }[];
}

/** What to hold: two seats of a session that is on open sale, in its category with the most of them. */
export async function seatsOnSale(gatewayUrl: string, fan: Credentials): Promise<Readonly<Record<string, unknown>>> {
  const query = `{ ticketedSessions(filter: { from: "2028-07-25T00:00:00-07:00" }, first: 20) { nodes {
    id salesPhases { code } priceCategories { code availability { free } } } } }`;
  const { data } = await ask(gatewayUrl, query, {}, fan);
  const nodes: readonly OnSale[] = data.ticketedSessions.nodes;
  const open = nodes.find(({ salesPhases }) => salesPhases.some(({ code }) => code === 'OPEN')) as OnSale;
  const [roomiest] = open.priceCategories.toSorted((a, b) => b.availability.free - a.availability.free);
  return { session: open.id, category: roomiest?.code, quantity: 2 };
}
