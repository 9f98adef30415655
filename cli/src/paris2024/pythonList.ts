const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' };

/**
 * The strings of a list as Python prints it: `['A', "D'ALMEIDA Marcus"]`, quoted with whichever mark the string lacks.
 * An empty cell is an empty list. Null when the text is not such a list.
 */
export function readPythonList(text: string): readonly string[] | null {
  if (text === '') return [];
  if (!text.startsWith('[') || !text.endsWith(']')) return null;
  const items: string[] = [];
  let rest = text.slice(1, -1).trim();
  while (rest !== '') {
    const item = /^(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*/s.exec(rest);
    if (item === null) return null;
    items.push(unquote(item[1] ?? item[2] ?? ''));
    rest = rest.slice(item[0].length);
    if (rest === '') break;
    if (!rest.startsWith(',')) return null;
    rest = rest.slice(1).trim();
  }
  return items;
}

/**
 * The names of a cell that holds a list in any of the forms that the set has: `['A', 'B']`, the same without its outer
 * marks (`A', 'B`), or one name as plain text. Null for a broken list.
 */
export function readNames(text: string): readonly string[] | null {
  if (text.startsWith('[')) return readPythonList(text);
  return text === '' ? [] : text.split(/['"], ['"]/);
}

function unquote(text: string): string {
  return text.replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.))/gis, (whole, byte, unit, letter) =>
    byte || unit ? String.fromCharCode(Number.parseInt(byte ?? unit, 16)) : (escapes[letter] ?? whole),
  );
}
