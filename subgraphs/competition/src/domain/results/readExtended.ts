import { childrenOf, type OdfElement } from '@games/odf';
import { text } from '@games/odf-feed';
import type { ExtendedFact, ExtensionFact, NoteFact } from '../facts.ts';
import { compact } from '../feed/compact.ts';

/** Containers of coded facts and what they hold; an entry's facts stand without a container. */
const containers: Readonly<Record<string, string>> = {
  ExtendedResults: 'ExtendedResult',
  ExtendedInfos: 'ExtendedInfo',
};
const bare: readonly string[] = ['EventUnitEntry', 'EventEntry'];

/** The coded facts directly under an element. What belongs to a competitor or an athlete inside it stays there. */
export function readExtended(of: OdfElement): readonly ExtendedFact[] {
  return of.children.flatMap((child) => {
    if (bare.includes(child.name)) return factOf(child);
    const inner = containers[child.name];
    return inner === undefined ? [] : childrenOf(child, inner).flatMap(factOf);
  });
}

function factOf(of: OdfElement): readonly ExtendedFact[] {
  const code = text(of, 'Code');
  if (code === null) return [];
  const extensions = childrenOf(of, 'Extension').flatMap(extensionOf);
  return [
    compact({
      type: text(of, 'Type') ?? '',
      code,
      position: text(of, 'Pos'),
      value: text(of, 'Value'),
      rank: text(of, 'Rank'),
      difference: text(of, 'Diff'),
      extensions: extensions.length === 0 ? null : extensions,
    }),
  ];
}

function extensionOf(of: OdfElement): readonly ExtensionFact[] {
  const code = text(of, 'Code');
  return code === null ? [] : [compact({ code, position: text(of, 'Pos'), value: text(of, 'Value') })];
}

/** The reasons for changes, in `<Notes>` or directly under the element. */
export function readNotes(of: OdfElement): readonly NoteFact[] {
  return of.children.flatMap((child) => {
    if (child.name === 'Notes') return readNotes(child);
    if (child.name !== 'Note') return [];
    const words = child.text.trim() || text(child, 'Value');
    return words === null ? [] : [compact({ code: text(child, 'Code'), date: text(child, 'Date'), text: words })];
  });
}
