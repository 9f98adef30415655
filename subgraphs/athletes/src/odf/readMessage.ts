import type { OdfMessage } from '@games/odf';
import type { List } from './lists.ts';
import { readBiography } from './readBiography.ts';
import { readCodes } from './readCodes.ts';
import { readParticipants } from './readParticipants.ts';
import { readTeams } from './readTeams.ts';
import type { BiographyStatement, CodeStatement, ParticipantStatement, Remarks, TeamStatement } from './statements.ts';

/** What a message says, by the kind of its list. An invalidation says nothing. */
export type Statements =
  | { readonly kind: 'PARTIC'; readonly statements: readonly ParticipantStatement[] }
  | { readonly kind: 'TEAMS'; readonly statements: readonly TeamStatement[] }
  | { readonly kind: 'CODES'; readonly statements: readonly CodeStatement[] }
  | { readonly kind: 'BIO'; readonly statements: readonly BiographyStatement[] };

/** Reads the content of a message. Throws OdfRefusal when it can not be understood; lesser faults become remarks. */
export function readMessage(
  { header, competition }: OdfMessage,
  { kind, subject }: Pick<List, 'kind' | 'subject'>,
  remarks: Remarks,
): Statements {
  if (competition === null) return { kind, statements: [] };
  switch (kind) {
    case 'PARTIC':
      return { kind, statements: readParticipants(competition, subject, remarks) };
    case 'TEAMS':
      return { kind, statements: readTeams(competition, subject, remarks) };
    case 'CODES':
      return { kind, statements: readCodes(competition, remarks) };
    case 'BIO':
      return { kind, statements: [readBiography(competition, header)] };
  }
}
