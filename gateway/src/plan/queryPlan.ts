/** The query plan as Apollo's planner hands it over the process boundary: plain JSON. */

export type QueryPlan = { readonly kind: 'QueryPlan'; readonly node?: PlanNode | SubscriptionNode };
export type PlanNode = SequenceNode | ParallelNode | FetchNode | FlattenNode | DeferNode | ConditionNode;
export type SequenceNode = { readonly kind: 'Sequence'; readonly nodes: readonly PlanNode[] };
export type ParallelNode = { readonly kind: 'Parallel'; readonly nodes: readonly PlanNode[] };
export type SubscriptionNode = { readonly kind: 'Subscription'; readonly primary: FetchNode; readonly rest?: PlanNode };
export type FlattenNode = {
  readonly kind: 'Flatten';
  readonly path: readonly (string | number)[];
  readonly node: PlanNode;
};
export type ConditionNode = {
  readonly kind: 'Condition';
  readonly condition: string;
  readonly ifClause?: PlanNode;
  readonly elseClause?: PlanNode;
};
export type DeferNode = {
  readonly kind: 'Defer';
  readonly primary: { readonly subselection?: string; readonly node?: PlanNode };
  readonly deferred: readonly DeferredNode[];
};
export type DeferredNode = {
  readonly depends: readonly { readonly id: string }[];
  readonly label?: string;
  readonly queryPath: readonly string[];
  readonly subselection?: string;
  readonly node?: PlanNode;
};
export type FetchNode = {
  readonly kind: 'Fetch';
  readonly id?: string;
  readonly serviceName: string;
  readonly operation: string;
  readonly operationName?: string;
  readonly operationKind: 'query' | 'mutation' | 'subscription';
  readonly variableUsages?: readonly string[];
  readonly requires?: readonly PlanSelection[];
  readonly inputRewrites?: readonly PlanRewrite[];
  readonly outputRewrites?: readonly PlanRewrite[];
  readonly contextRewrites?: readonly PlanRewrite[];
};
export type PlanSelection =
  | {
      readonly kind: 'Field';
      readonly alias?: string;
      readonly name: string;
      readonly selections?: readonly PlanSelection[];
    }
  | { readonly kind: 'InlineFragment'; readonly typeCondition?: string; readonly selections: readonly PlanSelection[] };
export type PlanRewrite =
  | { readonly kind: 'ValueSetter'; readonly path: readonly string[]; readonly setValueTo: unknown }
  | { readonly kind: 'KeyRenamer'; readonly path: readonly string[]; readonly renameKeyTo: string };
