import type { CompetitorFact, MedallistsFact, ResultFact, ResultListFact } from '../facts.ts';

export type ChangedField =
  | 'LISTED'
  | 'RANK'
  | 'RANK_EQUAL'
  | 'MARK'
  | 'INVALID_RESULT_MARK'
  | 'QUALIFICATION_MARK'
  | 'OUTCOME'
  | 'RECORDS'
  | 'MEDAL';

/** One thing that a later official version says otherwise of one competitor. */
export interface ResultChange {
  readonly competitorCode: string;
  readonly competitorName: string | null;
  readonly organisationCode: string | null;
  readonly field: ChangedField;
  readonly before: string | null;
  readonly after: string | null;
}

/** What a competitor's entry says, field by field, in the order in which changes are reported. */
type EntryFields = Readonly<Partial<Record<ChangedField, string | null>>>;

interface Entry {
  readonly competitor: CompetitorFact;
  readonly fields: EntryFields;
}

/** What changed between two official lists. A version that withdraws the result is an empty list. */
export function diffResultLists(before: ResultListFact | null, after: ResultListFact | null): readonly ResultChange[] {
  return diff(entriesOfResults(before), entriesOfResults(after));
}

/** What changed between two official lists of medallists. */
export function diffMedallists(before: MedallistsFact | null, after: MedallistsFact | null): readonly ResultChange[] {
  return diff(entriesOfMedals(before), entriesOfMedals(after));
}

function diff(before: ReadonlyMap<string, Entry>, after: ReadonlyMap<string, Entry>): readonly ResultChange[] {
  const codes = [...new Set([...before.keys(), ...after.keys()])];
  return codes.flatMap((code) => diffEntry(code, before.get(code), after.get(code)));
}

function diffEntry(code: string, before: Entry | undefined, after: Entry | undefined): readonly ResultChange[] {
  const { competitor } = (after ?? before) as Entry;
  const of = {
    competitorCode: code,
    competitorName: competitor.printedName,
    organisationCode: competitor.organisation,
  };
  const fields = Object.keys({ ...before?.fields, ...after?.fields }) as ChangedField[];
  return fields.flatMap((field) => {
    const was = before?.fields[field] ?? null;
    const is = after?.fields[field] ?? null;
    return was === is ? [] : [{ ...of, field, before: was, after: is }];
  });
}

function entriesOfResults(list: ResultListFact | null): ReadonlyMap<string, Entry> {
  const held = (list?.results ?? []).filter((result) => result.competitor.code !== null);
  return new Map(held.map((result) => [result.key, { competitor: result.competitor, fields: entryOfResult(result) }]));
}

const entryOfResult = (result: ResultFact): EntryFields => ({
  LISTED: 'Y',
  RANK: result.rank === null ? null : String(result.rank),
  RANK_EQUAL: result.rankEqual ? 'Y' : null,
  MARK: result.mark,
  INVALID_RESULT_MARK: result.irm,
  QUALIFICATION_MARK: result.qualificationMark,
  OUTCOME: result.wlt,
  RECORDS: joined(
    result.records.map(({ type, code, equalled }) => `${equalled ? '=' : ''}${type}${code ? `:${code}` : ''}`),
  ),
});

function entriesOfMedals(list: MedallistsFact | null): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const { type, competitor } of list?.medals ?? []) {
    if (competitor?.code == null) continue;
    const others = entries.get(competitor.code)?.fields.MEDAL;
    entries.set(competitor.code, { competitor, fields: { MEDAL: others ? `${others},${type}` : type } });
  }
  return entries;
}

const joined = (parts: readonly string[]): string | null => (parts.length === 0 ? null : [...parts].sort().join(','));
