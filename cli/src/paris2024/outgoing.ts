import { element, type OdfElement, type OdfHeader, padRsc, writeMessage } from '@games/odf';
import type { Row } from './ledger.ts';

/** The competition code under which the set is imported: its own, so that no other Games can be mixed with it. */
export const competitionCode = 'PARIS2024';

/** A message made from rows of the set. */
export interface OutgoingMessage {
  readonly name: string;
  readonly header: OdfHeader;
  readonly xml: string;
  /** The rows that went into it: when a service refuses the message, they are refused. */
  readonly rows: readonly Row[];
}

export interface OutgoingHeader {
  readonly documentType: string;
  readonly documentCode?: string;
  readonly documentSubtype?: string;
  readonly resultStatus?: string;
  /** Local time of the venues, `2024-08-03T17:48:06`. */
  readonly writtenAt: string;
  readonly logicalDate?: string;
}

/** Writes messages of one revision of the set: the same rows give the same bytes, so that a second run finds duplicates. */
export type WriteOutgoing = (
  header: OutgoingHeader,
  children: readonly OdfElement[],
  rows: readonly Row[],
) => OutgoingMessage;

/** @param revision the version that all messages carry: raised when the files have changed. */
export function createWriter(revision: number): WriteOutgoing {
  return (given, children, rows) => {
    const { documentType, documentCode = padRsc(''), documentSubtype = null, resultStatus = null, writtenAt } = given;
    const header: OdfHeader = {
      competitionCode,
      documentCode,
      documentSubcode: null,
      documentType,
      documentSubtype,
      version: revision,
      resultStatus,
      language: null,
      feedFlag: 'P',
      date: writtenAt.slice(0, 10),
      time: `${writtenAt.slice(11, 19).replaceAll(':', '')}000`,
      logicalDate: given.logicalDate ?? writtenAt.slice(0, 10),
      source: 'CSV',
    };
    const name = [documentType, documentSubtype, documentCode].filter((part) => part !== null).join(' ');
    return { name, header, xml: writeMessage(header, element('Competition', {}, children)), rows };
  };
}

/** When lists of people, codes and the schedule count as written: after the last change of the set, before no result. */
export const listsWrittenAt = '2024-07-24T00:00:00';
