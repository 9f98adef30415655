/** An expected outcome that is not a success, in the form of the graph. */
export const problem = <Name extends string, Fields extends object>(
  __typename: Name,
  code: string,
  message: string,
  fields: Fields = {} as Fields,
) => ({ __typename, code, message, ...fields });

/** A table: for each kind of outcome, how it is said in the graph. */
type Problems = Readonly<Record<string, (outcome: never) => object>>;

type OutcomeOf<Table extends Problems> = {
  [Kind in keyof Table]: { readonly kind: Kind } & (Parameters<Table[Kind]> extends [infer Fields] ? Fields : unknown);
}[keyof Table];

/** The outcomes of a table in the form of the graph: of each outcome only what its own kinds are said as. */
export function problemsBy<Table extends Problems>(table: Table) {
  return <Outcome extends OutcomeOf<Table>>(outcome: Outcome): ReturnType<Table[Outcome['kind']]> =>
    (table[outcome.kind] as unknown as (outcome: Outcome) => ReturnType<Table[Outcome['kind']]>)(outcome);
}
