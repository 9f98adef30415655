import type { Applier, ApplyWork, Feed, MessageType } from '@games/odf-feed';
import { applyFunctions, applyOrganisations } from './commands/organisations/applyCodes.ts';
import { applyBiographies } from './commands/people/applyBiographies.ts';
import { applyParticipants } from './commands/people/applyParticipants.ts';
import { applyTeams } from './commands/teams/applyTeams.ts';
import { readCodes } from './domain/organisations/readCodes.ts';
import { readBiography } from './domain/people/readBiography.ts';
import { readParticipants } from './domain/people/readParticipants.ts';
import { readTeams } from './domain/teams/readTeams.ts';
import { deleteUnmentionedOrganisations } from './sql/organisations/writeCodes.ts';

/** How each family of messages is written, in the order in which a batch applies them. */
const appliers = {
  organisations: applyOrganisations,
  functions: applyFunctions,
  participants: applyParticipants,
  teams: applyTeams,
  biographies: applyBiographies,
} satisfies Readonly<Record<string, Applier<never>>>;

const codes = (family: 'organisations' | 'functions'): MessageType => ({
  family,
  kind: 'whole',
  levels: ['competition', 'discipline'],
  read: readCodes,
});
const ofDiscipline = (
  family: keyof typeof appliers,
  kind: MessageType['kind'],
  read: MessageType['read'],
): MessageType => ({
  family,
  kind,
  levels: ['discipline'],
  read,
});

/** Every kind of message that the service uses, by type, or type and subtype. Others are kept in the archive. */
const messageTypes: Readonly<Record<string, MessageType>> = {
  'DT_CODES ORGANISATION': codes('organisations'),
  'DT_CODES FUNCTION': codes('functions'),
  DT_PARTIC: ofDiscipline('participants', 'whole', readParticipants),
  DT_PARTIC_UPDATE: ofDiscipline('participants', 'update', readParticipants),
  DT_PARTIC_TEAMS: ofDiscipline('teams', 'whole', readTeams),
  DT_PARTIC_TEAMS_UPDATE: ofDiscipline('teams', 'update', readTeams),
  DT_BIO_PAR: { family: 'biographies', kind: 'whole', levels: null, read: readBiography },
};

/** What the athletes service reads of the feed, and how. */
export const athletesFeed: Feed = {
  name: 'athletes',
  messageType: ({ documentType, documentSubtype }) => {
    const key = documentType === 'DT_CODES' ? `${documentType} ${documentSubtype}` : documentType;
    return Object.hasOwn(messageTypes, key) ? (messageTypes[key] as MessageType) : null;
  },
  appliers,
  createChanges: () => null,
  finishBatch: ({ tx }: ApplyWork) => deleteUnmentionedOrganisations(tx),
};
