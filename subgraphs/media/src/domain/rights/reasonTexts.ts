import type { ReasonCode } from './decideRights.ts';

/** What each reason of a rights decision says to a person. */
export const reasonTexts: Readonly<Record<ReasonCode, string>> = {
  PERMITTED: 'A grant in force permits it.',
  PUBLIC: 'It is public for everybody, everywhere.',
  STAFF: 'Staff of media sees everything.',
  PROHIBITED: 'A prohibition in force forbids it; it outranks every permission.',
  NO_GRANT: 'No grant covers it in this territory.',
  PLATFORM_NOT_COVERED: 'A grant covers the territory, but not this platform.',
  WINDOW_NOT_OPEN: 'The window of a grant has not started.',
  WINDOW_CLOSED: 'The window of a grant is over.',
  EMBARGOED: 'A grant permits it only some time after the competition, and that time has not passed.',
  REVOKED: 'A grant was revoked.',
  EXCLUSIVE_TO_ANOTHER: 'Another rights holder has the exclusive rights in this territory.',
  NOT_PUBLISHED: 'It is not published at this moment, or was withdrawn.',
  NOT_A_RIGHTS_HOLDER: 'Files are given to rights holders only.',
  NO_TERRITORY: 'The territory for which you hold rights is not known.',
};
