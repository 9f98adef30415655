import { runService } from '@games/service';
import { readConfig } from './config.ts';
import { createMedia } from './createMedia.ts';

await runService('media', () => createMedia(readConfig(process.env)));
