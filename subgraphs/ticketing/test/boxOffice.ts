import { type Sandbox, startPayingService, startSandbox } from './sandbox.ts';
import type { TestService } from './service.ts';
import { smallVenue, storeVenue } from './venue.ts';

/** A ticketing service for the small venue that takes money through a sandbox of its own. */
export interface BoxOffice {
  readonly sandbox: Sandbox;
  readonly service: TestService;
  close(): Promise<void>;
}

export async function openBoxOffice(): Promise<BoxOffice> {
  const sandbox = await startSandbox();
  const service = await startPayingService(sandbox);
  await storeVenue(service.database, smallVenue, []);
  return {
    sandbox,
    service,
    close: async () => {
      await service.close();
      await sandbox.stop();
    },
  };
}
