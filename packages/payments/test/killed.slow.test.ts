import { sql } from '@games/postgres';
import { spawnService, until } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sandboxAccounts } from '../src/providers/sandboxAccounts.ts';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  await shop.database.run(sql`create table issued (payment_id text not null, at timestamptz not null default now())`);
  // The acquirer tells nothing by itself: what the killed processes leave has to be found by asking.
  shop.sandbox.faultRules.add({ match: { currency: 'USD' }, faults: { copies: 0 } });
});
afterAll(() => shop.close());

const kills = 4;
const paymentsCount = 240;
const yearsMs = 1e9;

/** Pays in processes that are killed one after the other; returns the ids of the payments. */
async function payInDyingProcesses(issue: 'within' | 'after'): Promise<string[]> {
  const opened = await Promise.all(
    Array.from({ length: paymentsCount }, () =>
      shop.open({ reference: `order ${issue}`, expiresAt: new Date(Date.now() + yearsMs) }),
    ),
  );
  const ids = opened.map(({ id }) => id);
  for (let kill = 0; kill < kills; kill += 1) {
    const victim = await spawnService(new URL('./payingProcess.ts', import.meta.url), {
      DATABASE_URL: shop.databaseUrl,
      PAYMENT_KEYS_FOLDER: shop.keysFolder,
      PAYMENT_SANDBOX_URL: shop.sandbox.url,
      PAYMENT_NOTIFY_URL: shop.url,
      PAYMENT_IDS: ids.slice((kill * paymentsCount) / kills).join(','),
      ISSUE: issue,
    });
    const before = await captured(ids);
    await until(async () => (await captured(ids)) >= before + 20);
    await victim.stop('SIGKILL');
  }
  return ids;
}

async function captured(ids: readonly string[]): Promise<number> {
  const { count } = await shop.database.one<{ count: bigint }>(
    sql`select count(*) from payment where id = any(${ids}) and captured_minor > 0`,
  );
  return Number(count);
}

/** Another process asks about everything that was left, until nothing is due any more. */
async function settle(issue: 'within' | 'after'): Promise<void> {
  const later = shop.branch({
    now: () => new Date(Date.now() + yearsMs / 2),
    onChange: async (tx, changes) => {
      for (const { before, after } of changes) {
        if (issue === 'within' && before.capturedMinor === 0n && after.capturedMinor > 0n) {
          await tx.run(sql`insert into issued (payment_id) values (${after.id})`);
        }
      }
    },
  });
  await shop.database.run(sql`update payment_operation set leased_until = now() where completed_at is null`);
  for (let rounds = 0; rounds < 3; rounds += 1) await later.inquireDue({ limit: paymentsCount * 2 });
}

/** Of each payment: what the acquirer took, what we know of, and how often something was issued for it. */
async function books(ids: readonly string[]) {
  const rows = await shop.database.many<{ id: string; captured: bigint; issued: bigint }>(sql`
    select p.id, p.captured_minor as captured, count(i.payment_id) as issued
    from payment p left join issued i on i.payment_id = p.id where p.id = any(${ids}) group by p.id`);
  return Promise.all(
    rows.map(async (row) => {
      const address = `${shop.sandbox.url}/acquirer/v1/payments?reference=${row.id}`;
      const answer = await fetch(address, { headers: { authorization: `Bearer ${shop.keys.acquirerApiKey}` } });
      const record = (await answer.json()) as { merchantId?: string; captured?: { minor: string } | null };
      expect([sandboxAccounts.merchantId, undefined]).toContain(record.merchantId);
      return { ...row, taken: BigInt(record.captured?.minor ?? 0) };
    }),
  );
}

describe('payments in processes that are killed', () => {
  test('end with money taken, money known and things issued in agreement, each exactly once', async () => {
    const ids = await payInDyingProcesses('within');
    await settle('within');
    const found = await books(ids);
    expect(found.filter(({ taken, captured }) => taken !== captured)).toEqual([]);
    expect(found.filter(({ captured, issued }) => issued !== (captured > 0n ? 1n : 0n))).toEqual([]);
    expect(found.filter(({ captured }) => captured > 0n).length).toBeGreaterThanOrEqual(kills * 20);
  });

  test('lose what was issued outside the transaction, and the test sees it', async () => {
    const ids = await payInDyingProcesses('after');
    await settle('after');
    const found = await books(ids);
    expect(found.filter(({ captured, issued }) => captured > 0n && issued !== 1n).length).toBeGreaterThan(0);
  });
});
