/** What a transaction changed, for those who follow it: units by their codes, and the medal table. */
export interface Changes {
  readonly units: Set<string>;
  medals: boolean;
}

export const createChanges = (): Changes => ({ units: new Set(), medals: false });
