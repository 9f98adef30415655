/** Where a fact comes from, as far as it decides which of two facts about one thing counts. */
export interface Stamp {
  readonly documentId: bigint;
  readonly version: number;
  /** `YYYY-MM-DDTHH:MM:SS.mmm` by the venue's clock. */
  readonly generatedAt: string;
}

/** Whether something was written later. One order for all messages, so that any order of arrival comes to the same end. */
export function isLater(next: Stamp, current: Stamp): boolean {
  if (next.generatedAt !== current.generatedAt) return next.generatedAt > current.generatedAt;
  return next.version >= current.version;
}

/** A message about many things of a discipline: a schedule, the participants, the teams; whole or update. */
export interface FoldMessage<Fact> {
  readonly stamp: Stamp;
  /** A whole message resets this discipline: what it does not name goes. Null for an update. */
  readonly resets: string | null;
  readonly facts: ReadonlyMap<string, Fact>;
}

export interface HeldFact {
  readonly stamp: Stamp;
  readonly disciplineCode: string;
}

export interface FoldInput<Fact extends { readonly disciplineCode: string }> {
  /** What counts now, by key: all of the disciplines that the messages reset, and all that they name. */
  readonly held: ReadonlyMap<string, HeldFact>;
  /** The last whole message of each discipline: an older update says nothing about what that one left out. */
  readonly floors: ReadonlyMap<string, Stamp>;
  /** In the order of their arrival. */
  readonly messages: readonly (FoldMessage<Fact> & { readonly id: bigint })[];
  /** Called for each change in its order: a fact that counts now, or null where there is none any more. */
  readonly onChange?: (key: string, fact: Fact | null, messageId: bigint) => void;
}

export interface FoldResult<Fact> {
  /** Keys whose rows go. */
  readonly removed: ReadonlySet<string>;
  /** Facts that count now and are not yet written, each with the message that said it. */
  readonly written: ReadonlyMap<string, { readonly fact: Fact; readonly stamp: Stamp; readonly messageId: bigint }>;
}

/**
 * Applies whole messages and updates to what is held, in the order of their arrival but by what was written last:
 * an update that comes late changes only what nobody has said anything newer about.
 */
export function foldFacts<Fact extends { readonly disciplineCode: string }>(input: FoldInput<Fact>): FoldResult<Fact> {
  const held = new Map(input.held);
  const floors = new Map(input.floors);
  const removed = new Set<string>();
  const written = new Map<string, { fact: Fact; stamp: Stamp; messageId: bigint }>();

  const remove = (key: string, messageId: bigint): void => {
    held.delete(key);
    written.delete(key);
    if (input.held.has(key)) removed.add(key);
    input.onChange?.(key, null, messageId);
  };

  for (const { id, stamp, resets, facts } of input.messages) {
    // Of a whole message only versions that rise come here: it counts against its own document whatever its clock says.
    const counts = (current: Stamp): boolean =>
      (resets !== null && current.documentId === stamp.documentId) || isLater(stamp, current);
    if (resets !== null) {
      for (const [key, current] of held) {
        if (current.disciplineCode === resets && !facts.has(key) && counts(current.stamp)) remove(key, id);
      }
      floors.set(resets, stamp);
    }
    for (const [key, fact] of facts) {
      const against = held.get(key)?.stamp ?? floors.get(fact.disciplineCode);
      if (against !== undefined && !counts(against)) continue;
      held.set(key, { stamp, disciplineCode: fact.disciplineCode });
      written.set(key, { fact, stamp, messageId: id });
      removed.delete(key);
      input.onChange?.(key, fact, id);
    }
  }
  return { removed, written };
}
