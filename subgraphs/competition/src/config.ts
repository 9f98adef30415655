import { odfSettings } from '@games/odf-feed';
import { serviceSettings } from '@games/service';

/** What a competition process is told by its environment. */
export const config = { ...serviceSettings({ port: 4001 }), ...odfSettings };
