import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Database } from '@games/postgres';
import { ClientError } from '@games/service';
import type { Route } from '@games/subgraph';
import type { Chart } from '../charts/chart.ts';
import type { ChartCache } from '../charts/chartCache.ts';
import { plansByCodes, seatsOfRows } from '../sql/seatingPlans.ts';
import { rowNosOfBlock } from '../sql/seatMap.ts';
import { type SessionRow, sessionsByCodes } from '../sql/sessions.ts';
import { drawBlock } from './drawBlock.ts';
import { drawPlan } from './drawPlan.ts';
import { readTakenSeats } from './takenSeats.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);
const drawingsKeptMax = 64;
const staticMaxAgeSeconds = 3_600;
/** A drawing with what is free may be as old as availability itself. */
const liveMaxAgeSeconds = 1;

interface Drawing {
  readonly body: Buffer;
  readonly etag: string;
}

/**
 * `GET /seatmap/PLAN.svg` draws a whole plan, `GET /seatmap/PLAN/BLOCK.svg` one block with every seat; `?session=CODE`
 * adds what is taken. Public: a drawing shows nothing that the graph doesn't tell everybody.
 */
export function seatMapRoutes(database: Database, charts: ChartCache): Readonly<Record<string, Route>> {
  const kept = new Map<string, Promise<Drawing>>();

  const drawOnce = (key: string, draw: () => Promise<string>): Promise<Drawing> => {
    const known = kept.get(key);
    if (known) return known;
    const drawing = draw().then(toDrawing);
    kept.set(key, drawing);
    drawing.catch(() => kept.delete(key));
    if (kept.size > drawingsKeptMax) kept.delete(kept.keys().next().value as string);
    return drawing;
  };

  const route: Route = async (request, response, url) => {
    const { planCode, blockCode } = readPath(url);
    const { chart, session } = await find(database, charts, planCode, url.searchParams.get('session'));
    const draw = () => drawAny(database, chart, blockCode, session);
    const drawing =
      session === null ? await drawOnce(`${planCode}/${blockCode ?? ''}`, draw) : await toDrawing(await draw());
    await send(request, response, drawing, session === null ? staticMaxAgeSeconds : liveMaxAgeSeconds);
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
    plansByCodes(database, [planCode]),
    sessionCode === null ? [] : sessionsByCodes(database, [sessionCode.replaceAll('\0', '')]),
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
  const rows = await rowNosOfBlock(database, planId, block.blockNo);
  const seats = await seatsOfRows(
    database,
    rows.map(({ rowNo }) => ({ planId, rowNo })),
  );
  return drawBlock(chart, block, seats, taken, `${title}, ${block.name}`);
}

async function toDrawing(svg: string): Promise<Drawing> {
  const body = await compress(svg, { level: 3 });
  return { body, etag: `"${createHash('sha1').update(body).digest('base64url')}"` };
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { body, etag }: Drawing,
  maxAgeSeconds: number,
): Promise<void> {
  const headers = { etag, 'cache-control': `public, max-age=${maxAgeSeconds}`, vary: 'accept-encoding' };
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const compressed = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  const bytes = compressed ? body : await decompress(body);
  response.writeHead(200, {
    ...headers,
    'content-type': 'image/svg+xml; charset=utf-8',
    ...(compressed ? { 'content-encoding': 'gzip' } : {}),
    'content-length': bytes.length,
    // A drawing that is opened by itself runs nothing.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  });
  response.end(bytes);
}
