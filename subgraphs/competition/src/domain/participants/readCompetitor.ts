import { childOf, childrenOf, type OdfElement } from '@games/odf';
import { type Reading, text, whole } from '@games/odf-feed';
import type { CompetitorFact, MemberFact, Placeholder } from '../facts.ts';
import { compact } from '../feed/compact.ts';
import { readExtended } from '../results/readExtended.ts';

const placeholders: readonly string[] = ['TBD', 'BYE', 'NOCOMP'] satisfies Placeholder[];
const types: readonly string[] = ['A', 'T', 'G'];

/** The codes `TBD`, `BYE` and `NOCOMP` stand for a place that nobody holds. */
export function asPlaceholder(code: string | null): Placeholder | null {
  return code !== null && placeholders.includes(code) ? (code as Placeholder) : null;
}

/** A place that nobody holds. */
export function placeholderCompetitor(placeholder: Placeholder): CompetitorFact {
  return {
    placeholder,
    code: null,
    type: null,
    organisation: null,
    printedName: null,
    bib: null,
    members: [],
    extended: [],
  };
}

/** Reads `<Competitor>`. One without a code is a place to be determined. */
export function readCompetitor(reading: Reading, of: OdfElement): CompetitorFact {
  const code = text(of, 'Code');
  const placeholder = code === null ? 'TBD' : asPlaceholder(code);
  if (placeholder !== null || code === null) return placeholderCompetitor(placeholder ?? 'TBD');
  const composition = childOf(of, 'Composition');
  const members = composition === null ? [] : childrenOf(composition, 'Athlete').flatMap(memberOf(reading));
  const type = readType(reading, of, members);
  const alone = type === 'A' ? members[0] : undefined;
  const description = childOf(of, 'Description');
  return {
    placeholder: null,
    code,
    type,
    organisation: text(of, 'Organisation'),
    printedName: (description && nameOf(description)) ?? alone?.name ?? null,
    bib: text(of, 'Bib') ?? alone?.bib ?? null,
    members: type === 'A' ? [] : members,
    extended: [...readExtended(of), ...(alone?.extended ?? [])],
  };
}

function readType(reading: Reading, of: OdfElement, members: readonly MemberFact[]): string {
  const type = text(of, 'Type');
  if (type !== null && types.includes(type)) return type;
  if (type !== null) reading.report('UNKNOWN_VALUE', `Competitor/@Type is "${type.slice(0, 10)}", not A, T or G.`);
  return members.length > 1 ? 'T' : 'A';
}

const memberOf =
  (reading: Reading) =>
  (of: OdfElement): readonly MemberFact[] => {
    const code = text(of, 'Code');
    if (code === null) return [];
    const description = childOf(of, 'Description');
    const extended = readExtended(of);
    return [
      compact({
        code,
        name: description && nameOf(description),
        order: whole(reading, of, 'Order'),
        bib: text(of, 'Bib'),
        role: text(of, 'Role'),
        extended: extended.length === 0 ? null : extended,
      }),
    ];
  };

/** The name as the message prints it: a team's name, or `FAMILY Given` put together from its parts. */
export function nameOf(description: OdfElement): string | null {
  const whole = text(description, 'TeamName') ?? text(description, 'PrintName');
  if (whole !== null) return whole;
  const parts = [text(description, 'FamilyName'), text(description, 'GivenName')].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' ');
}
