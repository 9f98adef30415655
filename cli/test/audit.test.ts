import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createWorld } from '@games/demonstration';
import { sql } from '@games/postgres';
import { createTestDatabase, type TestDatabase } from '@games/testing';
import { migrations } from '@games/ticketing';
import { seed } from '@games/ticketing/seed';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

let own: TestDatabase;
beforeAll(async () => {
  own = await createTestDatabase(...migrations);
  await seed(own.database, createWorld({ scale: 'small' }), () => {});
});
afterAll(() => own.drop());

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

function audit(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, 'tickets', 'audit', '--database', own.url, ...args], (error, stdout, stderr) =>
      resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

describe('games tickets audit', () => {
  test('finds the demonstration in order, and ends with 0', async () => {
    const { exitCode, stdout } = await audit();
    expect(stdout).toContain('MONEY_IS_ACCOUNTED_FOR');
    expect(stdout).not.toContain('NO ');
    expect(exitCode).toBe(0);
  });

  test('names what is broken, and ends with 1', async () => {
    const { id } = await own.database.one<{ id: string }>(sql`
      update ticket set state = 'REFUNDED' where id = (select id from ticket order by id limit 1)
      returning order_id as id`);
    const { exitCode, stdout } = await audit();
    expect(stdout).toContain(`tor_${id}`);
    expect(exitCode).toBe(1);
    const asJson = await audit('--json');
    expect(asJson.exitCode).toBe(1);
    const { holds, invariants } = JSON.parse(asJson.stdout);
    expect(holds).toBe(false);
    const broken = invariants.filter((invariant: { holds: boolean }) => !invariant.holds);
    expect(broken.map(({ name }: { name: string }) => name)).toContain('MONEY_IS_ACCOUNTED_FOR');
  });
});
