import { serviceSettings } from '@games/service';

/** What a store process is told by its environment. */
export const config = serviceSettings({ port: 4004 });
