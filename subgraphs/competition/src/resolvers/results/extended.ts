import type { ExtendedInfo, ExtendedResult, ResultNote, Split } from '@games/schema/generated/competition.ts';
import type { ExtendedFact, ExtensionFact, NoteFact } from '../../domain/facts.ts';

const splitCodes: readonly string[] = ['SPLIT', 'INTERMEDIATE', 'LAP'];

const isSplit = ({ type, code }: ExtendedFact): boolean => type === 'PROGRESS' || splitCodes.includes(code);

const extension = ({ code, position, value }: ExtensionFact) => ({
  code,
  position: position ?? null,
  value: value ?? null,
});

/** Coded results that are not splits. */
export function showExtended(facts: readonly ExtendedFact[]): readonly ExtendedResult[] {
  return facts
    .filter((fact) => !isSplit(fact))
    .map((fact) => ({
      type: fact.type,
      ...extension(fact),
      rank: fact.rank ?? null,
      extensions: (fact.extensions ?? []).map(extension),
    }));
}

/** Coded infos. */
export function showInfos(facts: readonly ExtendedFact[]): readonly ExtendedInfo[] {
  return facts.map((fact) => ({
    type: fact.type,
    ...extension(fact),
    extensions: (fact.extensions ?? []).map(extension),
  }));
}

/** Intermediate results, in the order of the message. */
export function showSplits(facts: readonly ExtendedFact[]): readonly Split[] {
  return facts.filter(isSplit).map((fact) => {
    const rank = fact.rank ?? extensionValue(fact, 'RANK');
    return {
      position: fact.position ?? fact.code,
      mark: fact.value ?? null,
      rank: rank !== undefined && /^\d{1,9}$/.test(rank) ? Number(rank) : null,
      difference: fact.difference ?? extensionValue(fact, 'DIFF') ?? null,
    };
  });
}

const extensionValue = (fact: ExtendedFact, code: string): string | undefined =>
  fact.extensions?.find((found) => found.code === code)?.value;

export const showNotes = (notes: readonly NoteFact[]): readonly ResultNote[] =>
  notes.map(({ code, date, text }) => ({ code: code ?? null, date: date ?? null, text }));
