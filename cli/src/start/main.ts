import { join } from 'node:path';
import { explain } from '@games/service';
import { databaseUrl } from '../databases.ts';
import { noteRunning } from '../running.ts';
import { developmentSecrets, repositoryFolder, stateFolder } from '../state.ts';
import { type DevelopmentAccess, provideAccess } from './access.ts';
import { type Child, type Program, startChild } from './children.ts';
import { explorerExamplesFile, findStartExamples, showInExplorer } from './examples.ts';
import { lockState } from './lock.ts';
import { readOptions, type StartOptions, startHelp } from './options.ts';
import { assertPortsFree } from './ports.ts';
import { prepareDatabases, superviseDatabaseServer } from './prepare.ts';
import { seedDatabases } from './seed.ts';
import { paymentKeysFolder, serviceEnvironment } from './serviceEnvironment.ts';
import { publicUrlsAt, sandboxPortOffset, servicePrograms } from './services.ts';
import { createSupervisor, type Supervisor } from './supervise.ts';
import { welcome } from './welcome.ts';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** What a supervisor that was killed had running ends by itself within this time. */
const freeWithinMs = 15_000;

async function start(options: StartOptions, supervisor: Supervisor): Promise<void> {
  const begin = performance.now();
  const folder = stateFolder();
  supervisor.onStop(lockState(folder));
  const ports = [
    options.port,
    ...servicePrograms.flatMap(({ portOffset, publicPortOffset }) =>
      (publicPortOffset === null ? [portOffset] : [portOffset, publicPortOffset]).map(
        (offset) => options.port + offset,
      ),
    ),
    options.port + sandboxPortOffset,
  ];
  await assertPortsFree(ports, process.env.GAMES_STARTED_AGAIN ? freeWithinMs : 0);

  const secrets = developmentSecrets(folder);
  const access = await provideAccess(folder);
  const serverUrl = await superviseDatabaseServer(folder, supervisor);
  const environment = serviceEnvironment({ folder, options, secrets });
  const { tasks, scale } = await prepareDatabases(serverUrl, options, environment);
  if (scale !== options.scale)
    say(`The data is the ${scale} demonstration; --reset --scale ${options.scale} makes it anew.`);
  let seededInSeconds: number | null = null;
  if (tasks.length > 0) {
    say(`Seeding the demonstration Games (${scale}), once:`);
    seededInSeconds = await seedDatabases(tasks, scale);
    say(`Seeded in ${seededInSeconds.toFixed(1)} s.`);
  }

  const run = (program: Program): Promise<Child> =>
    supervisor.keep(program.name, (signal) => startChild(program, signal));
  const sandbox = await run({
    name: 'payments',
    main: join(repositoryFolder, 'packages/payments/src/sandbox/main.ts'),
    env: { PORT: String(options.port + sandboxPortOffset), PAYMENT_KEYS_FOLDER: paymentKeysFolder(folder) },
    heapMiBMax: 256,
  });
  const services = await Promise.all(
    servicePrograms.map((program) =>
      run({
        name: program.name,
        main: program.main,
        env: {
          ...environment(program),
          DATABASE_URL: databaseUrl(serverUrl, options.games, program.name),
          PORT: String(options.port + program.portOffset),
        },
        heapMiBMax: 1_024,
      }),
    ),
  );
  const gateway = await run(gatewayProgram(options, services, access, { ...secrets, folder }));

  const gatewayUrl = gateway.url;
  supervisor.onStop(
    noteRunning(folder, {
      games: options.games,
      gatewayUrl,
      serviceUrls: Object.fromEntries(services.map(({ name, url }) => [name, url])) as never,
      publicUrls: publicUrlsAt(options.port) as never,
      databaseServerUrl: serverUrl,
      odfApiKey: secrets.odfApiKey,
      partnerKey: access.partnerKey,
      fanToken: access.fanToken,
      staffToken: access.staffToken,
    }),
  );
  const examples = await findStartExamples(gatewayUrl, access.partnerKey, { games: options.games, scale });
  showInExplorer(folder, examples, access);
  process.stdout.write(
    welcome({
      exampleAthlete: examples.AthletePage?.[0] ?? null,
      gatewayUrl,
      services: [...services, sandbox],
      ingestUrl: `${publicUrlsAt(options.port).competition}/odf`,
      access,
      odfApiKey: secrets.odfApiKey,
      games: options.games,
      seededInSeconds,
      readyInSeconds: (performance.now() - begin) / 1_000,
    }),
  );
  process.send?.({ ready: true, url: gatewayUrl });
}

function gatewayProgram(
  options: StartOptions,
  services: readonly Child[],
  access: DevelopmentAccess,
  { viewerSecret, folder }: { readonly viewerSecret: string; readonly folder: string },
): Program {
  const env = {
    PORT: String(options.port),
    VIEWER_SECRET: viewerSecret,
    SUBGRAPH_URLS: services.map(({ name, url }) => `${name}=${url}`).join(','),
    PUBLIC_FILES: ticketingFiles.map((path) => `${path}=${publicUrlsAt(options.port).ticketing}`).join(','),
    // Keys and tokens travel in headers that a page sets itself, so any page of a developer may ask.
    CORS_ORIGINS: '*',
    // Every subscription of the Games Graph tells how things stand, not what has happened.
    SUBSCRIPTION_STATE_FIELDS: '*',
    SUPERGRAPH_LAST_GOOD_FILE: join(folder, 'last-good-supergraph.graphql'),
    EXPLORER_HEADERS: `x-api-key=${access.partnerKey}`,
    EXPLORER_EXAMPLES_FILE: explorerExamplesFile(folder),
    ...access.gatewayEnv,
  };
  return { name: 'gateway', main: join(repositoryFolder, 'gateway/src/main.ts'), env, heapMiBMax: 2_048 };
}

/** Paths below the address of the graph at which ticketing has files, as the graph's `…Path` fields name them. */
const ticketingFiles = ['/seatmap/', '/tickets/', '/draws/', '/.well-known/ticket-keys'];

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.isHelp) return void process.stdout.write(startHelp);
  const supervisor = createSupervisor();
  try {
    await start(options, supervisor);
  } catch (error) {
    await supervisor.fail(`The Games could not start: ${explain(error)}`);
  }
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exit(2);
});
