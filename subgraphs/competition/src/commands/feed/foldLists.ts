import { rscPrefix } from '@games/odf';
import type { ApplyWork, ReadMessage } from '@games/odf-feed';
import type { FoldMessage } from '../../domain/feed/foldFacts.ts';
import type { Changes } from '../../live/changes.ts';

/** Messages that replace a whole list of a discipline; their updates replace only what they name. */
export type WholeList = 'DT_PARTIC' | 'DT_PARTIC_TEAMS' | 'DT_SCHEDULE';

/** Without updates that withdraw themselves, which say nothing: what stood there before them is not known from them. */
export function usefulMessages<Fact>(
  work: ApplyWork<Changes>,
  messages: readonly ReadMessage<Fact>[],
  whole: WholeList,
): readonly ReadMessage<Fact>[] {
  return messages.filter(({ id, header, invalidates }) => {
    if (!invalidates || header.documentType === whole) return true;
    const detail = 'An update names what it changes; without a body it changes nothing.';
    work.report(id, 'INVALIDATION_WITHOUT_EFFECT', detail);
    return false;
  });
}

/** The disciplines that messages reset. */
export const resetsOf = (messages: readonly ReadMessage<unknown>[], whole: WholeList): readonly string[] =>
  messages.flatMap((message) => resetOf(message, whole) ?? []);

const resetOf = ({ header }: ReadMessage<unknown>, whole: WholeList): string | null =>
  header.documentType === whole ? rscPrefix(header.documentCode, 'discipline') : null;

/** A message as `foldFacts` takes it. */
export const foldMessage = <Fact>(
  message: ReadMessage<unknown>,
  whole: WholeList,
  facts: readonly Fact[],
  keyOf: (fact: Fact) => string,
): FoldMessage<Fact> & { readonly id: bigint } => ({
  id: message.id,
  stamp: message,
  resets: resetOf(message, whole),
  facts: new Map(facts.map((fact) => [keyOf(fact), fact])),
});
