import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const repositoryFolder: string = fileURLToPath(new URL('../../', import.meta.url));

/** Where this machine keeps data and secrets of development (GAMES_STATE, by default `.games` in the repository). */
export function stateFolder(env: NodeJS.ProcessEnv = process.env): string {
  const folder = env.GAMES_STATE || join(repositoryFolder, '.games');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Secrets of development, made at the first start; in production each comes from the environment. */
export interface DevelopmentSecrets {
  /** Shared by the gateway and the subgraphs: signs the viewer. */
  readonly viewerSecret: string;
  /** What senders of results give as X-API-KEY. */
  readonly odfApiKey: string;
  /** Signs links to media files. */
  readonly assetSecret: string;
  /** Signs positions in the waiting room and admission tokens. */
  readonly queueSecret: string;
}

const names: readonly (keyof DevelopmentSecrets)[] = ['viewerSecret', 'odfApiKey', 'assetSecret', 'queueSecret'];

/** Reads the secrets of development from `secrets.json` (mode 600), making those that are missing. */
export function developmentSecrets(folder: string): DevelopmentSecrets {
  const file = join(folder, 'secrets.json');
  let known: Partial<Record<keyof DevelopmentSecrets, string>> = {};
  try {
    if ((statSync(file).mode & 0o077) !== 0) throw new Error(`${file} can be read by others; set its mode to 600.`);
    known = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
  }
  const secrets = Object.fromEntries(
    names.map((name) => [name, known[name] ?? randomBytes(32).toString('base64url')]),
  ) as unknown as DevelopmentSecrets;
  if (names.some((name) => known[name] === undefined)) {
    writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  }
  return secrets;
}
