import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InternalError } from './errors.ts';

/** Permission bits of group and others. */
const othersBits = 0o077;

/**
 * Reads a secret kept in a file. Refuses a file that others on the machine may read.
 * @throws InternalError that names the file, when it is missing or its mode is wider than 600.
 */
export async function readSecretFile(path: string): Promise<string> {
  const { mode } = await stat(path).catch((cause: unknown) => {
    throw new InternalError(`The secret file ${path} is missing.`, { cause });
  });
  if ((mode & othersBits) !== 0)
    throw new InternalError(`The secret file ${path} may be read by others; its mode must be 600.`);
  return readFile(path, 'utf8');
}

/**
 * Reads a secret, made at the first call. Processes that start at the same time agree on one: the file appears whole or
 * not at all, and the process that comes second reads what the first has made.
 */
export async function readOrCreateSecretFile(path: string, create: () => string): Promise<string> {
  const exists = await stat(path).then(
    () => true,
    () => false,
  );
  if (!exists) await createOnce(path, create());
  return readSecretFile(path);
}

async function createOnce(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}.draft`;
  await writeFile(draft, content, { mode: 0o600 });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
}
