import { gzipSync } from 'node:zlib';
import { sql } from '@games/postgres';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { apiKey, type CompetitionService, messageFile, staff, startCompetition, units } from './competitionService.ts';

describe('POST /odf', () => {
  let service: CompetitionService;
  beforeAll(async () => {
    service = await startCompetition();
  });
  afterAll(() => service.close());

  const send = async (body: Uint8Array | string, headers: Record<string, string> = {}) => {
    const response = await fetch(service.subgraph.url.replace('/graphql', '/odf'), {
      method: 'POST',
      headers: { 'x-api-key': apiKey, 'content-type': 'application/xml', ...headers },
      body,
    });
    return { status: response.status, answer: (await response.json()) as Record<string, never> };
  };
  const stored = async () => {
    const tables = ['document', 'message', 'message_body', 'unit', 'result_list', 'result', 'games'];
    const counts = await Promise.all(
      tables.map((table) =>
        service.test.database.one<{ count: number }>(sql`select count(*)::integer from ${sql.identifier(table)}`),
      ),
    );
    return counts.map(({ count }) => count);
  };
  /** Asks again until the answer satisfies; the messages are applied after the endpoint has answered. */
  const eventually = async <Answer>(ask: () => Promise<Answer>, satisfied: (answer: Answer) => boolean) => {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const answer = await ask();
      if (satisfied(answer) || Date.now() > deadline) return answer;
    }
  };

  test.each([
    ['doctype', 'ODF_DOCTYPE_REFUSED'],
    ['entities', 'ODF_DOCTYPE_REFUSED'],
    ['external-entity', 'ODF_DOCTYPE_REFUSED'],
    ['undeclared-entity', 'ODF_MALFORMED'],
    ['cut-off', 'ODF_MALFORMED'],
    ['two-competitions', 'ODF_MALFORMED'],
    ['latin-1', 'ODF_MALFORMED'],
    ['no-message', 'ODF_HEADER_INVALID'],
    ['impossible-date', 'ODF_HEADER_INVALID'],
    ['version-zero', 'ODF_HEADER_INVALID'],
  ])('refuses hostile/%s with %s, and keeps nothing of it but a line', async (file, code) => {
    const before = await stored();
    const { status, answer } = await send(messageFile(`hostile/${file}`));
    expect(status).toBe(400);
    expect(answer.errors).toMatchObject([{ extensions: { code } }]);
    expect(await stored()).toEqual(before);
  });

  const header = messageFile('race/v1-start-list')
    .toString('utf8')
    .match(/<OdfBody [^>]+>/)?.[0] as string;

  test('refuses elements nested too deep, attributes too long, and names like those of objects’ own parts', async () => {
    const deep = await send(
      `${header}<Competition>${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}</Competition></OdfBody>`,
    );
    expect(deep.answer.errors).toMatchObject([{ extensions: { code: 'ODF_TOO_DEEP' } }]);
    const long = await send(`${header}<Competition><Note Value="${'x'.repeat(200_000)}"/></Competition></OdfBody>`);
    expect(long).toMatchObject({ status: 413, answer: { errors: [{ extensions: { code: 'ODF_TOO_LARGE' } }] } });
    const many = Array.from({ length: 200 }, (_, index) => `a${index}="1"`).join(' ');
    const wide = await send(`${header}<Competition><Note ${many}/></Competition></OdfBody>`);
    expect(wide.answer.errors).toMatchObject([{ extensions: { code: 'ODF_TOO_LARGE' } }]);
    const odd = await send(
      `${header}<Competition><__proto__ constructor="1" __proto__="2"/><Result SortOrder="1" __proto__="x"/></Competition></OdfBody>`,
    );
    expect(odd.status).toBe(200);
  });

  test('refuses more than 10 MB, as sent, as declared, or as inflated, with a coded error', async () => {
    const large = Buffer.alloc(11 * 1024 * 1024, ' ');
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, ' '));
    expect(bomb.length).toBeLessThan(100_000);
    for (const [body, headers] of [
      [large, {}],
      [bomb, { 'content-encoding': 'gzip' }],
    ] as const) {
      const { status, answer } = await send(body, headers);
      expect([status, answer.errors]).toMatchObject([413, [{ extensions: { code: 'PAYLOAD_TOO_LARGE' } }]]);
    }
    const wrong = await send(Buffer.from('not gzip'), { 'content-encoding': 'gzip' });
    expect([wrong.status, wrong.answer.errors]).toMatchObject([400, [{ extensions: { code: 'BAD_REQUEST' } }]]);
  });

  test('refuses a wrong key, a missing one, and other methods', async () => {
    for (const key of ['', 'wrong', `${apiKey}x`, apiKey.slice(0, -1)]) {
      const { status, answer } = await send(messageFile('race/v4-official'), { 'x-api-key': key });
      expect([status, answer.errors]).toMatchObject([401, [{ extensions: { code: 'UNAUTHENTICATED' } }]]);
    }
    const response = await fetch(service.subgraph.url.replace('/graphql', '/odf'));
    expect(response.status).toBe(404);
  });

  test('takes a message with gzip, answers when it is stored, and applies it after', async () => {
    const { status, answer } = await send(gzipSync(messageFile('race/v4-official')), { 'content-encoding': 'gzip' });
    expect(status).toBe(200);
    expect(answer.outcome).toBe('STORED');
    const { unit } = await eventually(
      () => service.ask(`{ unit(code: "${units.final}") { result { version } } }`),
      ({ unit }) => unit?.result?.version === 4,
    );
    expect(unit.result.version).toBe(4);
    const again = await send(messageFile('race/v4-official'));
    expect(again).toMatchObject({ status: 200, answer: { outcome: 'DUPLICATE', messageId: answer.messageId } });
  });

  test('refuses a message of other Games', async () => {
    const { status, answer } = await send(messageFile('control/other-games'));
    expect([status, answer.errors]).toMatchObject([409, [{ extensions: { code: 'ODF_OTHER_COMPETITION' } }]]);
  });

  test('keeps a well-formed message that breaks a rule of its kind, and says why it was not applied', async () => {
    await send(messageFile('faulty/result-without-a-code'));
    await send(messageFile('faulty/codes-without-a-set'));
    const { messages } = await eventually(
      () =>
        service.ask(`{ messages(filter: { state: FAILED }) { nodes { documentType issues { code } } } }`, {}, staff),
      ({ messages }) => messages.nodes.length === 2,
    );
    expect(messages.nodes).toEqual([
      { documentType: 'DT_CODES', issues: [{ code: 'ODF_HEADER_INVALID' }] },
      { documentType: 'DT_RESULT', issues: [{ code: 'ODF_CODE_INVALID' }] },
    ]);
    const { feedStatus } = await service.ask(`{ feedStatus { failedCount refusedCount } }`, {}, staff);
    expect(feedStatus.failedCount).toBe(2);
    expect(feedStatus.refusedCount).toBeGreaterThanOrEqual(13);
  });

  test('a message near the cap is less work than its deadline allows', async () => {
    const line = messageFile('race/v4-official')
      .toString('utf8')
      .match(/<Result Rank="1".*<\/Result>/)?.[0] as string;
    const lines = line.repeat(Math.floor((9.5 * 1024 * 1024) / line.length));
    const before = process.cpuUsage();
    const { status } = await send(`${header}<Competition>${lines}</Competition></OdfBody>`);
    const { user, system } = process.cpuUsage(before);
    expect(status).toBe(200);
    // The work, not the time: other tests may hold the machine meanwhile. The deadline is five seconds.
    expect((user + system) / 1_000).toBeLessThan(5_000);
  });
});

test('the feed is for staff alone', async () => {
  const service = await startCompetition();
  try {
    for (const query of [
      '{ feedStatus { waitingCount } }',
      '{ messages { nodes { id } } }',
      '{ message(id: "1") { body } }',
    ]) {
      expect((await service.post(query)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
      const other = { ...staff, scopes: ['staff:ticketing'] };
      expect((await service.post(query, {}, other)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      const fan = { ...staff, kind: 'fan' as const };
      expect((await service.post(query, {}, fan)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
  } finally {
    await service.close();
  }
});

test('signs of life and control messages tell the state of the senders', async () => {
  const service = await startCompetition();
  try {
    const sources = async () =>
      (await service.ask(`{ feedStatus { sources { code transmitting open lastKeepAliveAt } } }`, {}, staff)).feedStatus
        .sources;
    expect(await service.ingest('control/good-morning', 'control/local-on', 'control/keep-alive')).toEqual([
      'APPLIED',
      'APPLIED',
      'APPLIED',
    ]);
    expect(await sources()).toMatchObject([{ code: 'OVLRUN1', transmitting: true, open: true }]);
    const [{ lastKeepAliveAt }] = await sources();
    // A keep-alive repeats its version: that makes it neither a re-send nor a conflict.
    expect(await service.ingest('control/keep-alive-again')).toEqual(['APPLIED']);
    const [later] = await sources();
    expect(Date.parse(later.lastKeepAliveAt)).toBeGreaterThan(Date.parse(lastKeepAliveAt));
    await service.ingest('control/local-off', 'control/good-night');
    expect(await sources()).toMatchObject([{ code: 'OVLRUN1', transmitting: false, open: false }]);
    expect(await service.ingest('control/unknown-type')).toEqual(['NOT_USED']);
  } finally {
    await service.close();
  }
});
