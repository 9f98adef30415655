import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createWorld } from '@games/demonstration';
import type { DrawRecord } from '@games/ticketing/draws';
import { seed } from '@games/ticketing/seed';
import { startTestService, type TestService } from '@games/ticketing/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const drawId = 'drw_DRAW-PACKS';

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

let service: TestService;
let folder: string;
let record: DrawRecord;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'draw-'));
  service = await startTestService();
  await seed(service.database, createWorld({ scale: 'small' }), () => {});
  record = (await (await service.get('/draws/DRAW-PACKS.json')).json()) as DrawRecord;
});
afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

function verify(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, 'draw', 'verify', ...args], (error, stdout, stderr) =>
      resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

function store(changed: object): string {
  const file = join(folder, 'record.json');
  writeFileSync(file, JSON.stringify(changed));
  return file;
}

describe('games draw verify', () => {
  test('says that the demonstration’s draw holds, fetched from the service', async () => {
    const { exitCode, stdout } = await verify('--id', drawId, '--url', service.url);
    expect(stdout).toBe(`${drawId} holds: 500 entries drawn again, all the same.\n`);
    expect(exitCode).toBe(0);
  });

  test('says of a changed record what differs, and ends with 1', async () => {
    const [first, second, ...rest] = record.result;
    const { exitCode, stdout } = await verify(
      '--file',
      store({ ...record, result: [second, first, ...rest] }),
      '--json',
    );
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ draw: drawId, holds: false, differences: [{ what: 'PLACE' }, {}] });
  });

  test('compares with the hashes that were noted before', async () => {
    const file = store(record);
    const noted = await verify('--file', file, '--seed-hash', record.seedHash, '--list-hash', record.entriesHash);
    expect(noted.exitCode).toBe(0);
    const other = await verify('--file', file, '--seed-hash', '0'.repeat(64));
    expect(other).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('before the draw it was 000') });
  });

  test('says in a sentence why it can not begin', async () => {
    expect(await verify()).toMatchObject({ exitCode: 1, stderr: 'Give --file or --id, one of them.\n' });
    const noRecord = await verify('--file', store({ ...record, seed: 1 }));
    expect(noRecord).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('seed is not a text.') });
    const unknown = await verify('--id', 'drw_NONE', '--url', service.url);
    expect(unknown).toMatchObject({ exitCode: 1, stderr: 'No record of drw_NONE has been published.\n' });
  });
});
