import type { Resolvers } from '@games/schema/generated/competition.ts';
import type { BracketItemRow } from '../../sql/brackets/brackets.ts';
import { provenanceOf } from '../feed/provenance.ts';
import { outcomeOf } from '../participants/competitor.ts';

interface BracketParent {
  readonly code: string;
  readonly messageId: bigint;
  readonly items: readonly BracketItemRow[];
}

/** Items, in the order of the message, put together into brackets. */
export function bracketsOf(items: readonly BracketItemRow[]): readonly BracketParent[] {
  const brackets = new Map<string, BracketItemRow[]>();
  for (const item of items) {
    const key = `${item.documentId} ${item.bracketCode}`;
    const others = brackets.get(key);
    if (others) others.push(item);
    else brackets.set(key, [item]);
  }
  return [...brackets.values()].map((own) => {
    const { bracketCode: code, messageId } = own[0] as BracketItemRow;
    return { code, messageId, items: own };
  });
}

export const bracketResolvers: Resolvers = {
  Bracket: {
    rounds: ({ items }) => {
      const rounds = new Map<number, BracketItemRow[]>();
      for (const item of items) {
        const others = rounds.get(item.roundPosition);
        if (others) others.push(item);
        else rounds.set(item.roundPosition, [item]);
      }
      return [...rounds.values()].map((own) => ({ code: (own[0] as BracketItemRow).roundCode, items: own }));
    },
    provenance: ({ messageId }, _, context) => provenanceOf(messageId, context),
  },
  BracketRound: {
    items: ({ items }) => items,
  },
  BracketItem: {
    order: ({ sortOrder }) => sortOrder,
    unit: ({ unitCode }, _, { loaders }) => (unitCode === null ? null : loaders.unit.load(unitCode)),
    places: ({ places }) => places,
  },
  BracketPlace: {
    position: ({ place }) => place,
    competitor: (place) => place,
    outcome: ({ wlt }) => outcomeOf(wlt),
    invalidResultMark: ({ irm }) => irm,
    comesFrom: (place) => (place.hasPrevious ? place : null),
  },
  BracketLink: {
    unit: ({ previousUnitCode }, _, { loaders }) =>
      previousUnitCode === null ? null : loaders.unit.load(previousUnitCode),
    outcome: ({ previousWlt }) => outcomeOf(previousWlt),
    rank: ({ previousRank }) => previousRank,
  },
};
