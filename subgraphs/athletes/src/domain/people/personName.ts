/** The parts of a name as the feed gives them; what it leaves out is null. */
export interface NameParts {
  readonly givenName: string | null;
  readonly familyName: string;
  readonly printName: string | null;
  readonly printInitialName: string | null;
  readonly tvName: string | null;
  readonly tvInitialName: string | null;
  readonly tvFamilyName: string | null;
}

/** `BELL Anna`: as given, or family name in capitals and given name. */
export function printName({ printName, familyName, givenName }: NameParts): string {
  return printName ?? join(familyName.toUpperCase(), givenName);
}

/** `BELL A`. */
export function printInitialName({ printInitialName, familyName, givenName }: NameParts): string {
  return printInitialName ?? join(familyName.toUpperCase(), initialOf(givenName));
}

/** `Anna BELL`. */
export function tvName({ tvName, familyName, givenName }: NameParts): string {
  return tvName ?? join(givenName, familyName.toUpperCase());
}

/** `A. BELL`. */
export function tvInitialName({ tvInitialName, familyName, givenName }: NameParts): string {
  const initial = initialOf(givenName);
  return tvInitialName ?? join(initial && `${initial}.`, familyName.toUpperCase());
}

/** `BELL`. */
export function tvFamilyName({ tvFamilyName, familyName }: NameParts): string {
  return tvFamilyName ?? familyName.toUpperCase();
}

function initialOf(givenName: string | null): string | null {
  return givenName === null ? null : ([...givenName][0]?.toUpperCase() ?? null);
}

function join(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(' ');
}
