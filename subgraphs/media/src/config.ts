import { optionalText, requiredText, serviceSettings } from '@games/service';

/** What a media process is told by its environment. */
export const config = {
  ...serviceSettings({ port: 4003 }),
  /** The folder in which stored objects lie. */
  filesFolder: requiredText('ASSET_FOLDER'),
  /** Signs addresses of files; all processes of the service share it. */
  linkSecret: requiredText('ASSET_SECRET'),
  /** Where browsers reach the service, for addresses of files; null: where it listens. */
  publicUrl: optionalText('ASSET_PUBLIC_URL'),
};
