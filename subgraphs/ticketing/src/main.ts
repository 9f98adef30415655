import { runService } from '@games/service';
import { readConfig } from './config.ts';
import { createTicketing } from './createTicketing.ts';

await runService('ticketing', () => createTicketing(readConfig(process.env)));
