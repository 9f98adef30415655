import { odfSettings } from '@games/odf-feed';
import { serviceSettings } from '@games/service';

/** What an athletes process is told by its environment. */
export const config = { ...serviceSettings({ port: 4002 }), ...odfSettings };
