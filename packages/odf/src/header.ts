import type { OdfElement } from './element.ts';
import { OdfRefusal } from './OdfRefusal.ts';
import { isCalendarDate } from './time.ts';

/** The attributes of `<OdfBody>`. Optional ones are null where the message leaves them out. */
export interface OdfHeader {
  readonly competitionCode: string;
  readonly documentCode: string;
  readonly documentSubcode: string | null;
  readonly documentType: string;
  readonly documentSubtype: string | null;
  /** 1 or more. */
  readonly version: number;
  readonly resultStatus: string | null;
  readonly language: string | null;
  /** `P` production, `T` test. */
  readonly feedFlag: 'P' | 'T';
  /** `YYYY-MM-DD`, the venue's calendar. */
  readonly date: string;
  /** `HHMMSSmmm`, the venue's clock. */
  readonly time: string;
  /** The competition day, `YYYY-MM-DD`: it runs past midnight. */
  readonly logicalDate: string;
  readonly source: string;
}

const codePattern = /^[\x21-\x7b\x7d\x7e]{1,64}$/;
const datePattern = { test: isCalendarDate };
const timePattern = /^(?:[01]\d|2[0-3])[0-5]\d[0-5]\d\d{3}$/;
const versionPattern = /^[1-9]\d{0,8}$/;

/** Reads and checks the header. Throws OdfRefusal `ODF_HEADER_INVALID` naming the first attribute that is wrong. */
export function readHeader(body: OdfElement): OdfHeader {
  if (body.name !== 'OdfBody') {
    throw new OdfRefusal('ODF_HEADER_INVALID', `The root element is <${body.name.slice(0, 60)}>, not <OdfBody>.`);
  }
  const read = (name: string, pattern: { test(value: string): boolean }, meaning: string): string => {
    const value = body.attributes[name];
    if (value === undefined) throw new OdfRefusal('ODF_HEADER_INVALID', `The header lacks ${name}.`);
    if (!pattern.test(value)) throw new OdfRefusal('ODF_HEADER_INVALID', `The header's ${name} is not ${meaning}.`);
    return value;
  };
  const optional = (name: string): string | null => {
    const value = body.attributes[name];
    return value === undefined || value === '' ? null : read(name, codePattern, 'a code');
  };
  return {
    competitionCode: read('CompetitionCode', codePattern, 'a code'),
    documentCode: read('DocumentCode', codePattern, 'a code'),
    documentSubcode: optional('DocumentSubcode'),
    documentType: read('DocumentType', codePattern, 'a code'),
    documentSubtype: optional('DocumentSubtype'),
    version: Number(read('Version', versionPattern, 'a whole number from 1')),
    resultStatus: optional('ResultStatus'),
    language: optional('Language'),
    feedFlag: read('FeedFlag', /^[PT]$/, 'P or T') as 'P' | 'T',
    date: read('Date', datePattern, 'a day of the calendar YYYY-MM-DD'),
    time: read('Time', timePattern, 'a time HHMMSSmmm'),
    logicalDate: read('LogicalDate', datePattern, 'a day of the calendar YYYY-MM-DD'),
    source: read('Source', codePattern, 'a code'),
  };
}

/** The header's attributes in the order of the specification, as `<OdfBody>` carries them. */
export function headerAttributes(header: OdfHeader): Record<string, string | number | null> {
  return {
    CompetitionCode: header.competitionCode,
    DocumentCode: header.documentCode,
    DocumentSubcode: header.documentSubcode,
    DocumentType: header.documentType,
    DocumentSubtype: header.documentSubtype,
    Version: header.version,
    ResultStatus: header.resultStatus,
    Language: header.language,
    FeedFlag: header.feedFlag,
    Date: header.date,
    Time: header.time,
    LogicalDate: header.logicalDate,
    Source: header.source,
  };
}

/**
 * What a message is about: competition, code, subcode, type, subtype and language.
 * Among messages of one key (and one feed flag) the highest version replaces all the others.
 */
export function documentKey(header: OdfHeader): string {
  return [
    header.competitionCode,
    header.documentCode,
    header.documentSubcode ?? '',
    header.documentType,
    header.documentSubtype ?? '',
    header.language ?? '',
  ].join('|');
}

/** One message and no other: its key with source and version. The same identity twice is a re-send. */
export function messageIdentity(header: OdfHeader): string {
  return `${documentKey(header)}|${header.source}|${header.version}`;
}

/** When the message was written, by the venue's clock: `2028-07-16T21:45:12.345`, without an offset. */
export function messageLocalTime(header: OdfHeader): string {
  const { time } = header;
  return `${header.date}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4, 6)}.${time.slice(6)}`;
}
