import { runService } from '@games/service';
import { readConfig } from './config.ts';
import { createStore } from './createStore.ts';

await runService('store', () => createStore(readConfig(process.env)));
