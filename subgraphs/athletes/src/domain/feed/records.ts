/** A record with the message that it comes from. */
export interface Sourced<Fact> {
  readonly record: Fact;
  readonly messageId: bigint;
  readonly writtenAt: string;
}

/** What one message says of one person in one discipline. An attribute that the message omits is null: nothing is known. */
export interface ParticipantRecord {
  readonly code: string;
  readonly person: Person;
  readonly federationId: string | null;
  readonly bib: string | null;
  readonly events: readonly RegisteredEvent[];
  /** Set by an update that takes the person off the list. */
  readonly isRemoved: boolean;
}

export interface Person {
  /** The person's latest identity; differs from the code only for historic records. */
  readonly parentCode: string;
  readonly isCurrent: boolean;
  readonly isAthlete: boolean;
  readonly status: string | null;
  readonly givenName: string | null;
  readonly familyName: string;
  readonly printName: string | null;
  readonly printInitialName: string | null;
  readonly tvName: string | null;
  readonly tvInitialName: string | null;
  readonly tvFamilyName: string | null;
  readonly localGivenName: string | null;
  readonly localFamilyName: string | null;
  readonly gender: 'M' | 'W';
  readonly organisationCode: string;
  readonly nationality: string | null;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string | null;
  readonly heightCm: number | null;
  readonly functionCode: string | null;
}

export interface RegisteredEvent {
  /** Event RSC, 34 characters. */
  readonly eventCode: string;
  readonly bib: string | null;
  readonly status: string | null;
  readonly class: string | null;
  readonly entries: readonly EventEntry[];
}

/** `<EventEntry>`: what an entry says beyond its event, such as a world ranking; values stay text ("007"). */
export interface EventEntry {
  readonly type: string;
  readonly code: string;
  readonly pos: string | null;
  readonly value: string | null;
}

export interface TeamRecord {
  readonly code: string;
  readonly team: Team | null;
  readonly members: readonly TeamPerson[];
  readonly officials: readonly TeamPerson[];
}

/** Null in a TeamRecord for a team that an update takes off the list. */
export interface Team {
  readonly organisationCode: string;
  readonly number: number | null;
  readonly name: string;
  readonly shortName: string | null;
  readonly tvName: string | null;
  readonly gender: 'M' | 'W' | 'X' | 'O';
  readonly isCurrent: boolean;
  readonly teamType: string | null;
  readonly federationId: string | null;
  readonly eventCode: string | null;
  readonly bib: string | null;
  readonly entries: readonly EventEntry[];
}

export interface TeamPerson {
  readonly participantCode: string;
  readonly order: number | null;
  readonly bib: string | null;
  readonly functionCode: string | null;
}

export interface CodeRecord {
  readonly code: string;
  readonly note: string | null;
  /** ISO 3166-1 alpha-2, of an organisation that is a country's. */
  readonly country: string | null;
  readonly category: string | null;
  readonly names: readonly CodeName[];
}

export interface CodeName {
  /** BCP 47. */
  readonly language: string;
  readonly name: string;
  readonly longName: string | null;
}

export interface BiographyRecord {
  readonly participantCode: string;
  /** BCP 47. */
  readonly language: string;
  readonly text: string | null;
  readonly facts: readonly { readonly topic: string; readonly text: string }[];
  /** Global id of the portrait among the media assets. */
  readonly portraitAssetId: string | null;
}
