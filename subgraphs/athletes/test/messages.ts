import { element, type OdfElement, type OdfHeader, padRsc, writeMessage } from '@games/odf';

/** A message with what people know it by. */
export interface NamedMessage {
  readonly name: string;
  readonly xml: string;
}

const header: OdfHeader = {
  competitionCode: 'XT2030',
  documentCode: padRsc('ATH'),
  documentSubcode: null,
  documentType: 'DT_PARTIC',
  documentSubtype: null,
  version: 1,
  resultStatus: null,
  language: null,
  feedFlag: 'P',
  date: '2030-07-01',
  time: '120000000',
  logicalDate: '2030-07-01',
  source: 'TEST',
};

/** A message of a fictional Games for tests; `time` is HH:MM on 1 July. */
export function message(
  changed: Partial<OdfHeader> & { readonly at?: string },
  children: readonly OdfElement[] | null,
): NamedMessage {
  const { at = '12:00', ...rest } = changed;
  const full = { ...header, time: `${at.replace(':', '')}00000`, ...rest };
  const competition = children === null ? null : element('Competition', {}, children);
  return {
    name: `${full.documentType} ${full.documentCode.slice(0, 3)} ${full.version}`,
    xml: writeMessage(full, competition),
  };
}

export interface PersonAttributes {
  readonly [attribute: string]: string | number | null;
}

/** A `<Participant>` with what is mandatory; `null` leaves an attribute out. */
export function participant(
  code: string,
  attributes: PersonAttributes = {},
  events: readonly string[] = [],
  discipline = 'ATH',
): OdfElement {
  const given = {
    Code: code,
    Parent: code,
    Status: 'ACTIVE',
    GivenName: 'Anna',
    FamilyName: 'Bell',
    Gender: 'W',
    Organisation: 'KEN',
    MainFunctionId: 'AA01',
    Current: 'true',
    ...attributes,
  };
  const registered = events.map((event) => element('RegisteredEvent', { Event: padRsc(event), Bib: '45' }));
  return element('Participant', given, [
    element('Discipline', { Code: padRsc(discipline), IFId: `F${code}` }, registered),
  ]);
}

export function team(code: string, members: readonly string[], attributes: PersonAttributes = {}): OdfElement {
  const given = {
    Code: code,
    Organisation: 'KEN',
    Number: 1,
    Name: 'Kenya',
    Gender: 'M',
    Current: 'true',
    ...attributes,
  };
  return element('Team', given, [
    element(
      'Composition',
      {},
      members.map((member, index) => element('Athlete', { Code: member, Order: index + 1, Bib: `A${index + 1}` })),
    ),
    element('TeamOfficials', {}, [element('Official', { Code: '9000001', Function: 'COACH', Order: 1 })]),
    element('Discipline', { Code: padRsc(code.slice(0, 3)) }, [
      element('RegisteredEvent', { Event: padRsc(code.slice(0, 11).padEnd(11, '-')) }),
    ]),
  ]);
}

export function code(
  value: string,
  names: Readonly<Record<string, string>>,
  attributes: PersonAttributes = {},
): OdfElement {
  const languages = Object.entries(names).map(([Language, Description]) =>
    element('Language', { Language, Description }),
  );
  return element('CodeSet', { Code: value, ...attributes }, languages);
}
