import { OdfRefusal } from './OdfRefusal.ts';

/**
 * One XML element as plain data. `attributes` has no prototype, so that an attribute called
 * `constructor` is only data; an attribute that the message leaves out is absent, never ''.
 */
export interface OdfElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly OdfElement[];
  /** Character data directly inside the element, '' when there is none but white space. */
  readonly text: string;
}

export type AttributeValue = string | number | boolean | null | undefined;

/** Builds an element for a message of our own. `null` and `undefined` attributes are left out; booleans become `Y`/`N`. */
export function element(
  name: string,
  attributes: Readonly<Record<string, AttributeValue>> = {},
  children: readonly OdfElement[] = [],
  text = '',
): OdfElement {
  const written: Record<string, string> = Object.create(null);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    written[key] = typeof value === 'boolean' ? (value ? 'Y' : 'N') : String(value);
  }
  return { name, attributes: written, children, text };
}

/** The direct children called `name`, in document order. */
export function childrenOf(parent: OdfElement, name: string): readonly OdfElement[] {
  return parent.children.filter((child) => child.name === name);
}

/** The first direct child called `name`, or null. */
export function childOf(parent: OdfElement, name: string): OdfElement | null {
  return parent.children.find((child) => child.name === name) ?? null;
}

/** The attribute's value, or null where the message omits it (which in a full message means: delete it). */
export function attributeOf(of: OdfElement, name: string): string | null {
  return of.attributes[name] ?? null;
}

/** The attribute's value. Throws OdfRefusal `ODF_MALFORMED` where a mandatory attribute is missing or empty. */
export function requiredAttribute(of: OdfElement, name: string): string {
  const value = of.attributes[name];
  if (value === undefined || value === '') {
    throw new OdfRefusal('ODF_MALFORMED', `<${of.name}> lacks its mandatory attribute ${name}.`);
  }
  return value;
}
