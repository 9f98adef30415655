import './globalSetup.ts';

/** After all tests: stops the servers that were started for them. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.gamesTestServers?.close();
}
