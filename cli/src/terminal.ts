import { styleText } from 'node:util';

type Colour = 'cyan' | 'green' | 'magenta' | 'yellow' | 'blue' | 'white';
const colours: readonly Colour[] = ['cyan', 'green', 'magenta', 'yellow', 'blue', 'white'];
const seen = new Map<string, Colour>();
const width = 11;

/** A process's name as the prefix of its log lines: one width, a colour of its own on a terminal. */
export function paint(name: string): string {
  const colour = seen.get(name) ?? (colours[seen.size % colours.length] as Colour);
  seen.set(name, colour);
  return styleText(colour, `${name.padEnd(width)}|`, { stream: process.stderr });
}

/** Emphasis on a terminal, the plain text elsewhere. */
export function bold(text: string): string {
  return styleText('bold', text, { stream: process.stdout });
}
