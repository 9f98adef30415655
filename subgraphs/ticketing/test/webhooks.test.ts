import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { publishEvents, sql, verifyWebhook } from '@games/postgres';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fan, staff, startTestService, type TestService } from './service.ts';

let service: TestService;
let partner: Server;
let url: string;
const received: { headers: Record<string, string>; body: string }[] = [];

beforeAll(async () => {
  service = await startTestService({ WEBHOOKS_ALLOW_LOCAL: '1' });
  partner = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ headers: request.headers as Record<string, string>, body });
      response.writeHead(204).end();
    });
  });
  partner.listen(0, '127.0.0.1');
  await once(partner, 'listening');
  url = `http://127.0.0.1:${(partner.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
  partner.close();
  partner.closeAllConnections();
  await service.close();
});

const registerMutation = `mutation ($input: RegisterTicketingWebhookInput!) { registerTicketingWebhook(input: $input) {
  __typename ... on TicketingWebhookRegistered { secret webhook { id partner url eventTypes disabled } } ... on Problem { code message } } }`;
const listQuery = `{ ticketingWebhooks { id failures attempts { type status attempt } } }`;

async function register(input: object) {
  return (await service.ask(registerMutation, { input: { partner: 'broadcaster', ...input } }, staff))
    .registerTicketingWebhook;
}

describe('a partner’s server', () => {
  test('hears of what happens, signed with the secret that it was given, and staff sees the attempts', async () => {
    const { secret, webhook } = await register({ url, eventTypes: ['ticketing.ticket.*'] });
    await service.database.transaction((tx) =>
      publishEvents(tx, [
        { aggregate: 'ticket/1', type: 'ticketing.ticket.transferred', payload: { ticket: 'tkt_1' } },
        { aggregate: 'order/1', type: 'ticketing.order.paid', payload: {} },
      ]),
    );
    while (received.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const [message] = received;
    expect(verifyWebhook(secret, message?.headers ?? {}, message?.body ?? '').kind).toBe('genuine');
    expect(JSON.parse(message?.body ?? '')).toMatchObject({
      type: 'ticketing.ticket.transferred',
      data: { ticket: 'tkt_1' },
    });
    const { ticketingWebhooks } = await service.ask(listQuery, {}, staff);
    expect(ticketingWebhooks).toEqual([
      { id: webhook.id, failures: 0, attempts: [{ type: 'ticketing.ticket.transferred', status: 204, attempt: 1 }] },
    ]);
    expect((await register({ url, eventTypes: ['ticketing.*'] })).secret).toBe(secret);
  });

  test('is refused at a bad address or for bad types, and is registered by staff alone', async () => {
    expect(await register({ url: 'https://user:secret@partner.test/', eventTypes: ['ticketing.*'] })).toMatchObject({
      code: 'TICKETING_WEBHOOK_REFUSED',
    });
    expect(await register({ url, eventTypes: [] })).toMatchObject({ code: 'TICKETING_WEBHOOK_REFUSED' });
    const input = { partner: 'p', url, eventTypes: ['ticketing.*'] };
    expect(await service.codeOf(registerMutation, { input }, fan('ann'))).toBe('FORBIDDEN');
    expect(await service.codeOf(listQuery, {}, fan('ann'))).toBe('FORBIDDEN');
  });

  test('is forgotten, and messages that could not be delivered are sent once more on demand', async () => {
    const { webhook } = await register({ url, eventTypes: ['ticketing.*'] });
    const remove = `mutation ($input: DeleteTicketingWebhookInput!) { deleteTicketingWebhook(input: $input) { __typename } }`;
    const input = { webhook: webhook.id };
    for (let times = 0; times < 2; times += 1) {
      expect((await service.ask(remove, { input }, staff)).deleteTicketingWebhook.__typename).toBe(
        'TicketingWebhookDeleted',
      );
    }
    await service.database.run(sql`
      insert into outbox_dead_letter (sequence, id, queue, aggregate, type, payload, happened_at, attempts, reason)
      values (900000, gen_random_uuid(), 'webhooks', ${`${webhook.id} order/1`}, 'ticketing.order.paid', '{}', now(), 12, 'status 500')`);
    const { ticketingDeadLetters } = await service.ask('{ ticketingDeadLetters { id attempts reason } }', {}, staff);
    expect(ticketingDeadLetters).toEqual([{ id: '900000', attempts: 12, reason: 'status 500' }]);
    const redrive = `mutation ($input: RedriveTicketingDeadLetterInput!) { redriveTicketingDeadLetter(input: $input) { __typename } }`;
    const ask = async () =>
      (await service.ask(redrive, { input: { deadLetter: '900000' } }, staff)).redriveTicketingDeadLetter.__typename;
    expect(await ask()).toBe('TicketingDeadLetterRedriven');
    expect(await ask()).toBe('TicketingDeadLetterNotFound');
  });
});
