import { stripTypeScriptTypes } from 'node:module';
import { parse } from 'acorn';

/** A regular expression that stands in a source. */
export interface Found {
  readonly file: string;
  readonly line: number;
  readonly pattern: string;
  readonly flags: string;
}

interface Node {
  readonly type?: string;
  readonly start?: number;
  readonly regex?: { readonly pattern: string; readonly flags: string };
  readonly callee?: { readonly name?: string };
  readonly arguments?: readonly { readonly value?: unknown }[];
}

/** The regular expressions of a source in TypeScript or JavaScript: literals, and `new RegExp` of a constant text. */
export function findRegularExpressions(file: string, source: string): readonly Found[] {
  const code = file.endsWith('.ts') ? stripTypeScriptTypes(source) : source;
  const found: Found[] = [];
  const visit = (node: Node): void => {
    const given = patternOf(node);
    if (given !== null) found.push({ file, line: code.slice(0, node.start).split('\n').length, ...given });
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (typeof child === 'object' && child !== null && typeof child.type === 'string') visit(child);
      }
    }
  };
  const options = { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true } as const;
  visit(parse(code, options) as unknown as Node);
  return found;
}

function patternOf({ type, regex, callee, arguments: given }: Node): Pick<Found, 'pattern' | 'flags'> | null {
  if (regex) return { pattern: regex.pattern, flags: regex.flags };
  if ((type !== 'NewExpression' && type !== 'CallExpression') || callee?.name !== 'RegExp') return null;
  const [pattern, flags] = given ?? [];
  return typeof pattern?.value === 'string' ? { pattern: pattern.value, flags: String(flags?.value ?? '') } : null;
}
