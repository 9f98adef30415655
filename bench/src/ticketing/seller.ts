/**
 * One ticketing process of the benchmark: the service layer as createTicketing wires it, with a crowd of its own. It takes
 * one task at a time from its parent and answers with what happened.
 */

import { createServer } from 'node:http';
import { readPaymentProviders, readReturnHosts } from '@games/payments';
import { openDatabase } from '@games/postgres';
import { integer, requireEnv } from '@games/service';
import { closedWaitingRoom, createChartCache, createSelling } from '@games/ticketing/selling';
import { answerParent } from './children.ts';
import { askForTheBest, buyTickets, type CrowdOptions, pointAtSeats } from './fans.ts';

const tasks = { pointAtSeats, askForTheBest, buyTickets };
export type TaskName = keyof typeof tasks;
export interface Task {
  readonly task: TaskName;
  readonly options: CrowdOptions;
}

const database = openDatabase({ url: requireEnv('DATABASE_URL'), poolSize: 16, statementTimeoutMs: 60_000 });
const selling = createSelling({
  database,
  clock: { now: () => new Date() },
  charts: createChartCache(database),
  providers: await readPaymentProviders(),
  returnHosts: readReturnHosts(),
  admissions: closedWaitingRoom,
});
const notifications = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://seller');
  const route = selling.payments.routes[`${request.method} ${url.pathname}`];
  if (route === undefined) response.writeHead(404).end();
  else Promise.resolve(route(request, response, url)).catch(() => response.writeHead(500).end());
});
notifications.listen(integer('PORT', 0).read(process.env), '127.0.0.1', () => process.send?.({ ready: true }));

answerParent<Task>(({ task, options }) => tasks[task](selling, options));
