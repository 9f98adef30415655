/** The folder of this service's migrations, for those who prepare a database for it. */
export const migrations = new URL('../migrations/', import.meta.url);
