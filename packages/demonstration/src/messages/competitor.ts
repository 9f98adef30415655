import { element, type OdfElement } from '@games/odf';
import type { EntryDraft } from '../entries/entries.ts';
import type { Draft } from '../entries/people.ts';
import { competitorCode, teamName } from '../entries/records.ts';

/**
 * A name that was misspelt when the participants were first sent. It is put right in a later list of participants;
 * results that were sent before keep the error.
 */
export interface Misprint {
  readonly athlete: string;
  readonly familyName: string;
  readonly until: number;
}

const pairSize = 2;

const description = (entry: EntryDraft): OdfElement => element('Description', { TeamName: teamName(entry) });

const competitor = (entry: EntryDraft, children: readonly OdfElement[]): OdfElement =>
  element(
    'Competitor',
    { Code: competitorCode(entry), Type: entry.members.length > 1 ? 'T' : 'A', Organisation: entry.delegation.code },
    children,
  );

/** Writes competitors; what it wrote once it gives again. */
export class Competitors {
  readonly #written = new Map<EntryDraft, OdfElement>();
  readonly #misprint: Misprint | null;

  constructor(misprint: Misprint | null) {
    this.#misprint = misprint;
  }

  /** The competitor without the members of a large team, for lists of many. */
  writeShort(entry: EntryDraft, atMs: number): OdfElement {
    if (entry.members.length <= pairSize) return this.write(entry, atMs);
    return competitor(entry, [description(entry)]);
  }

  /** One member of a competitor: who did something. */
  writeMember(entry: EntryDraft, member: number): OdfElement {
    const acting = entry.members[member];
    const members = acting === undefined ? [] : [this.#member(acting, member + 1, false)];
    return competitor(entry, [description(entry), element('Composition', {}, members)]);
  }

  /** @param atMs when the message is sent: what is known of the name by then. */
  write(entry: EntryDraft, atMs: number): OdfElement {
    if (this.#isMisprinted(entry, atMs)) return this.#describe(entry, true);
    let written = this.#written.get(entry);
    if (written === undefined) {
      written = this.#describe(entry, false);
      this.#written.set(entry, written);
    }
    return written;
  }

  #isMisprinted(entry: EntryDraft, atMs: number): boolean {
    const { athlete, until } = this.#misprint ?? { athlete: '', until: 0 };
    return atMs < until && entry.members.some((member) => member.code === athlete);
  }

  #describe(entry: EntryDraft, misprinted: boolean): OdfElement {
    const isTeam = entry.members.length > 1;
    const members = entry.members.map((member, i) => this.#member(member, i + 1, misprinted));
    return competitor(entry, [...(isTeam ? [description(entry)] : []), element('Composition', {}, members)]);
  }

  #member(member: Draft, order: number, misprinted: boolean): OdfElement {
    const familyName =
      misprinted && member.code === this.#misprint?.athlete ? this.#misprint.familyName : member.familyName;
    return element('Athlete', { Code: member.code, Order: order, Bib: member.bib }, [
      element('Description', {
        GivenName: member.givenName,
        // As it is printed: readers put family and given name together.
        FamilyName: familyName.toUpperCase(),
        Gender: member.gender,
        Organisation: member.delegation.code,
      }),
    ]);
  }
}
