import {
  documentKey,
  element,
  messageIdentity,
  messageLocalTime,
  type OdfHeader,
  OdfRefusal,
  type OdfRefusalCode,
  parseHeader,
  parseMessage,
  parseMessageStream,
  writeMessage,
} from '@games/odf';
import { describe, expect, test } from '@jest/globals';

const header: OdfHeader = {
  competitionCode: 'XG2028',
  documentCode: 'ATHM100M--------------FNL-000100--',
  documentSubcode: null,
  documentType: 'DT_RESULT',
  documentSubtype: null,
  version: 3,
  resultStatus: 'OFFICIAL',
  language: null,
  feedFlag: 'P',
  date: '2028-07-16',
  time: '214512345',
  logicalDate: '2028-07-16',
  source: 'STAATH1',
};
const xml = writeMessage(
  header,
  element('Competition', {}, [element('Result', { Rank: 1, Gone: null, Equalled: true }, [], '9.79')]),
);

function refusalOf(act: () => unknown): OdfRefusalCode | null {
  try {
    act();
    return null;
  } catch (error) {
    if (error instanceof OdfRefusal) return error.code;
    throw error;
  }
}

async function* inPieces(text: string, size: number) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('a message', () => {
  test('comes back from XML as it was written', () => {
    const message = parseMessage(xml);
    expect(message.header).toEqual(header);
    expect(message.competition?.children[0]?.attributes).toEqual({ Rank: '1', Equalled: 'Y' });
    expect(message.competition?.children[0]?.text).toBe('9.79');
  });

  test('keeps every character that XML can carry, white space in attributes included', () => {
    const awkward = 'D\'ALMEIDA "Zoë" <&> \n\t\r 東京 😀';
    const written = writeMessage(header, element('Competition', { Gen: awkward }));
    expect(parseMessage(written).competition?.attributes.Gen).toBe(awkward);
  });

  test('with the header alone is an invalidation', () => {
    expect(parseMessage(writeMessage(header, null)).competition).toBeNull();
  });

  test('is the same when it arrives in pieces that cut characters and tags in two', async () => {
    const text = writeMessage(header, element('Competition', { Gen: 'Zoë 東京 😀' }));
    for (const size of [1, 7, 64]) {
      expect(await parseMessageStream(inPieces(text, size))).toEqual(parseMessage(text));
    }
  });

  test('hands elements to a sink as they close and keeps them out of the tree', () => {
    const names: string[] = [];
    const people = Array.from({ length: 3 }, (_, index) => element('Participant', { Code: index }));
    const message = parseMessage(writeMessage(header, element('Competition', {}, people)), {
      onElement: (closed) => closed.name === 'Participant' && names.push(closed.attributes.Code as string) > 0,
    });
    expect(names).toEqual(['0', '1', '2']);
    expect(message.competition?.children).toEqual([]);
  });

  test('tells its header without what follows being looked at', () => {
    expect(parseHeader(xml)).toEqual(header);
    expect(parseHeader(Buffer.from(`${xml.slice(0, xml.indexOf('<Result'))}<broken`))).toEqual(header);
    expect(refusalOf(() => parseHeader('<!DOCTYPE a [<!ENTITY b "c">]><OdfBody/>'))).toBe('ODF_DOCTYPE_REFUSED');
    expect(refusalOf(() => parseHeader(xml.replace('Version="3"', '')))).toBe('ODF_HEADER_INVALID');
    expect(refusalOf(() => parseHeader('<!-- nothing -->'))).toBe('ODF_MALFORMED');
  });

  test('has a key without source and version, and an identity with them', () => {
    const corrected = { ...header, version: 4, source: 'STAATH2', resultStatus: 'UNOFFICIAL' };
    expect(documentKey(corrected)).toBe(documentKey(header));
    expect(messageIdentity(corrected)).not.toBe(messageIdentity(header));
    expect(messageLocalTime(header)).toBe('2028-07-16T21:45:12.345');
  });
});

describe('a hostile or broken text is refused with a code:', () => {
  const refusals: [string, string | Uint8Array, OdfRefusalCode][] = [
    ['nothing at all', '', 'ODF_MALFORMED'],
    ['a foreign root', '<html/>', 'ODF_HEADER_INVALID'],
    ['an entity of its own', `<!DOCTYPE x [<!ENTITY a "b">]>${xml.slice(39)}`, 'ODF_DOCTYPE_REFUSED'],
    ['an external DOCTYPE', `<!DOCTYPE x SYSTEM "file:///etc/passwd">${xml.slice(39)}`, 'ODF_DOCTYPE_REFUSED'],
    ['an undeclared entity', xml.replace('9.79', '&xxe;'), 'ODF_MALFORMED'],
    ['a tag left open', xml.replace('</Result>', ''), 'ODF_MALFORMED'],
    ['a message cut short', xml.slice(0, -20), 'ODF_MALFORMED'],
    ['two roots', `${xml}<OdfBody/>`, 'ODF_MALFORMED'],
    ['an attribute twice', xml.replace('Rank="1"', 'Rank="1" Rank="2"'), 'ODF_MALFORMED'],
    ['two competitions', xml.replace('</OdfBody>', '<Competition/></OdfBody>'), 'ODF_MALFORMED'],
    ['bytes that are not UTF-8', Buffer.from(xml.replace('9.79', 'é'), 'latin1'), 'ODF_MALFORMED'],
    ['another encoding', xml.replace('UTF-8', 'ISO-8859-1'), 'ODF_MALFORMED'],
    ['version nought', xml.replace('Version="3"', 'Version="0"'), 'ODF_HEADER_INVALID'],
    ['a version that is not a number', xml.replace('Version="3"', 'Version="3.5"'), 'ODF_HEADER_INVALID'],
    ['a feed flag that is neither', xml.replace('FeedFlag="P"', 'FeedFlag="X"'), 'ODF_HEADER_INVALID'],
    ['no logical date', xml.replace(' LogicalDate="2028-07-16"', ''), 'ODF_HEADER_INVALID'],
    ['a key separator in a code', xml.replace('Source="STAATH1"', 'Source="A|B"'), 'ODF_HEADER_INVALID'],
  ];
  test.each(refusals)('%s', (_name, text, code) => {
    expect(refusalOf(() => parseMessage(text))).toBe(code);
  });

  test('more levels than the limit', () => {
    const deep = xml.replace('9.79', `${'<a>'.repeat(40)}${'</a>'.repeat(40)}`);
    expect(refusalOf(() => parseMessage(deep))).toBe('ODF_TOO_DEEP');
  });

  test('more elements, attributes or bytes than the limit', () => {
    const many = xml.replace('9.79', '<a/>'.repeat(100));
    expect(refusalOf(() => parseMessage(many, { limits: { maxElements: 50 } }))).toBe('ODF_TOO_LARGE');
    expect(refusalOf(() => parseMessage(xml, { limits: { maxAttributesPerElement: 5 } }))).toBe('ODF_TOO_LARGE');
    expect(refusalOf(() => parseMessage(xml, { limits: { maxBytes: 100 } }))).toBe('ODF_TOO_LARGE');
  });

  test('a stream past the byte limit, without reading on', async () => {
    let pulled = 0;
    async function* endless() {
      yield xml.slice(0, xml.indexOf('</Result>'));
      for (;;) {
        pulled += 1;
        yield '<a/>'.repeat(1000);
      }
    }
    const refused = parseMessageStream(endless(), { limits: { maxBytes: 100_000 } });
    await expect(refused).rejects.toMatchObject({ code: 'ODF_TOO_LARGE' });
    expect(pulled).toBeLessThan(30);
  });

  test('never reads an attribute from the prototype', () => {
    const attributes = parseMessage(xml.replace('Rank="1"', '__proto__="evil"')).competition?.children[0]?.attributes;
    expect(Object.entries(attributes ?? {})).toContainEqual(['__proto__', 'evil']);
    expect(attributes?.toString).toBeUndefined();
  });
});
