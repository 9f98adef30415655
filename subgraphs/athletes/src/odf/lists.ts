import { isRsc, type OdfHeader, OdfRefusal, rscLevel } from '@games/odf';

/** Which part of the data a message speaks of: all messages of one list are folded together. */
export interface List {
  readonly kind: 'PARTIC' | 'TEAMS' | 'CODES' | 'BIO';
  /** Discipline for PARTIC and TEAMS, subtype for CODES, participant for BIO. */
  readonly subject: string;
  /** An update speaks only of those it names; its versions do not supersede each other. */
  readonly isUpdate: boolean;
  /** The list of a former Games' people, kept beside the current one for the sake of records. */
  readonly isHistoric: boolean;
}

const codeSets = ['ORGANISATION', 'FUNCTION'];

/**
 * The list of a message, or null for a type that is none of this service's business.
 * Throws OdfRefusal when a participant list is not addressed to one discipline.
 */
export function listOf(header: OdfHeader): List | null {
  const { documentType, documentSubtype, documentCode } = header;
  switch (documentType) {
    case 'DT_PARTIC':
    case 'DT_PARTIC_UPDATE':
    case 'DT_PARTIC_TEAMS':
    case 'DT_PARTIC_TEAMS_UPDATE':
      return {
        kind: documentType.startsWith('DT_PARTIC_TEAMS') ? 'TEAMS' : 'PARTIC',
        subject: disciplineOf(documentCode),
        isUpdate: documentType.endsWith('_UPDATE'),
        isHistoric: documentSubtype === 'HISTORICAL',
      };
    case 'DT_CODES':
      return codeSets.includes(documentSubtype ?? '')
        ? { kind: 'CODES', subject: documentSubtype as string, isUpdate: false, isHistoric: false }
        : null;
    case 'DT_BIO_PAR':
      return { kind: 'BIO', subject: documentCode, isUpdate: false, isHistoric: false };
    default:
      return null;
  }
}

/** The name under which messages of a list are found: `PARTIC ATH`. */
export function listName(list: List): string {
  return `${list.kind} ${list.subject}`;
}

/** The list that a name stands for. */
export function readListName(name: string): Pick<List, 'kind' | 'subject'> {
  const space = name.indexOf(' ');
  return { kind: name.slice(0, space) as List['kind'], subject: name.slice(space + 1) };
}

function disciplineOf(code: string): string {
  if (!isRsc(code) || rscLevel(code) !== 'discipline') {
    throw new OdfRefusal(
      'ODF_HEADER_INVALID',
      'A list of participants has the code of a discipline as its document code.',
    );
  }
  return code.slice(0, 3);
}
