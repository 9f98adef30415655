import { element, type OdfElement } from './element.ts';
import { headerAttributes, type OdfHeader } from './header.ts';

/** Writes a message as XML, UTF-8. The same header and elements give the same bytes, always. */
export function writeMessage(header: OdfHeader, competition: OdfElement | null): string {
  const out: string[] = ['<?xml version="1.0" encoding="UTF-8"?>\n'];
  writeElement(out, element('OdfBody', headerAttributes(header), competition === null ? [] : [competition]));
  out.push('\n');
  return out.join('');
}

function writeElement(out: string[], of: OdfElement): void {
  out.push('<', of.name);
  for (const name in of.attributes) {
    out.push(' ', name, '="', escapeAttribute(of.attributes[name] as string), '"');
  }
  if (of.children.length === 0 && of.text === '') {
    out.push('/>');
    return;
  }
  out.push('>', escapeText(of.text));
  for (const child of of.children) writeElement(out, child);
  out.push('</', of.name, '>');
}

// Everything outside production [2] Char of XML 1.0 has no place in a document, not even escaped.
const notXml = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function escapeText(text: string): string {
  return text
    .replace(notXml, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\r/g, '&#13;');
}

function escapeAttribute(text: string): string {
  // White space other than a blank would be normalised to one by the reader (XML 1.0 §3.3.3).
  return escapeText(text).replace(/"/g, '&quot;').replace(/\n/g, '&#10;').replace(/\t/g, '&#9;');
}
