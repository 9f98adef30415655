/** The folders of SQL files that bring the service's database to its present shape. */
export const migrations: readonly URL[] = [new URL('../migrations/', import.meta.url)];
