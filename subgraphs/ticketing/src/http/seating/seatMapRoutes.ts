import type { Database } from '@games/postgres';
import { ClientError } from '@games/service';
import { type CompressedBody, compressBody, type Route, sendBody } from '@games/subgraph';
import type { Chart } from '../../domain/seating/chart.ts';
import type { ChartCache } from '../../memory/seating/chartCache.ts';
import { selectPlansByCodes, selectSeatsOfRows } from '../../sql/seating/seatingPlans.ts';
import { selectRowNosOfBlock } from '../../sql/seating/seatMap.ts';
import { type SessionRow, selectSessionsByCodes } from '../../sql/sessions/sessions.ts';
import { drawBlock } from './drawBlock.ts';
import { drawPlan } from './drawPlan.ts';
import { readTakenSeats } from './takenSeats.ts';

const drawingsCachedMax = 64;
const staticMaxAgeSeconds = 3_600;
/** A drawing with what is free may be as old as availability itself. */
const liveMaxAgeSeconds = 1;
const drawingLevel = 3;
/** A drawing that is opened by itself runs nothing. */
const others = { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" };

/**
 * `GET /seatmap/PLAN.svg` draws a whole plan, `GET /seatmap/PLAN/BLOCK.svg` one block with every seat; `?session=CODE`
 * adds what is taken. Public: a drawing shows nothing that the graph doesn't tell everybody.
 */
export function seatMapRoutes(database: Database, charts: ChartCache): Readonly<Record<string, Route>> {
  const cached = new Map<string, Promise<CompressedBody>>();

  const drawOnce = (key: string, keptMs: number, draw: () => Promise<string>): Promise<CompressedBody> => {
    const known = cached.get(key);
    if (known) return known;
    const drawing = draw().then((svg) => compressBody(svg, drawingLevel));
    const forget = (): void => {
      if (cached.get(key) === drawing) cached.delete(key);
    };
    cached.set(key, drawing);
    drawing.then(() => setTimeout(forget, keptMs).unref(), forget);
    if (cached.size > drawingsCachedMax) cached.delete(cached.keys().next().value as string);
    return drawing;
  };

  const route: Route = async (request, response, url) => {
    const { planCode, blockCode } = readPath(url);
    const { chart, session } = await find(database, charts, planCode, url.searchParams.get('session'));
    const maxAgeSeconds = session === null ? staticMaxAgeSeconds : liveMaxAgeSeconds;
    const key = JSON.stringify([planCode, blockCode, session?.id]);
    const drawing = await drawOnce(key, maxAgeSeconds * 1_000, () => drawAny(database, chart, blockCode, session));
    await sendBody(request, response, drawing, { contentType: 'image/svg+xml; charset=utf-8', maxAgeSeconds, others });
  };
  return { 'GET /seatmap/*': route };
}

function notFound(): ClientError {
  return new ClientError('NOT_FOUND', 'There is no such seat map.');
}

function readPath(url: URL): { readonly planCode: string; readonly blockCode: string | null } {
  const match = /^\/seatmap\/([A-Za-z0-9-]{1,64})(?:\/([^/]{1,200}))?\.svg$/.exec(url.pathname);
  if (!match) throw notFound();
  try {
    return { planCode: match[1] as string, blockCode: match[2] === undefined ? null : decodeURIComponent(match[2]) };
  } catch {
    throw notFound();
  }
}

async function find(
  database: Database,
  charts: ChartCache,
  planCode: string,
  sessionCode: string | null,
): Promise<{ readonly chart: Chart; readonly session: SessionRow | null }> {
  const [[plan], [session]] = await Promise.all([
    selectPlansByCodes(database, [planCode]),
    sessionCode === null ? [] : selectSessionsByCodes(database, [sessionCode.replaceAll('\0', '')]),
  ]);
  const chart = plan === undefined ? null : await charts.get(plan.id);
  if (chart === null) throw notFound();
  if (sessionCode !== null && session?.planId !== chart.plan.id) throw notFound();
  return { chart, session: session ?? null };
}

async function drawAny(
  database: Database,
  chart: Chart,
  blockCode: string | null,
  session: SessionRow | null,
): Promise<string> {
  const taken = session === null ? new Map() : await readTakenSeats(database, chart, session.id);
  const title = session === null ? chart.plan.name : `${chart.plan.name}, ${session.code}`;
  if (blockCode === null) return drawPlan(chart, taken, title);
  const block = [...chart.blocks.values()].find(({ code }) => code === blockCode);
  if (block === undefined) throw notFound();
  const planId = chart.plan.id;
  const rows = await selectRowNosOfBlock(database, planId, block.blockNo);
  const seats = await selectSeatsOfRows(
    database,
    rows.map(({ rowNo }) => ({ planId, rowNo })),
  );
  return drawBlock(chart, block, seats, taken, `${title}, ${block.name}`);
}
