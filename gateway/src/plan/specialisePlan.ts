/** Decides the conditions of a plan: what is left holds no Condition nodes, and empty sequences are gone. */
import type { DeferNode, PlanNode, QueryPlan, SubscriptionNode } from './queryPlan.ts';

export type Conditions = ReadonlyMap<string, boolean>;

export function specialisePlan(plan: QueryPlan, conditions: Conditions): PlanNode | SubscriptionNode | null {
  if (plan.node === undefined) return null;
  if (plan.node.kind !== 'Subscription') return specialise(plan.node, conditions);
  const rest = plan.node.rest === undefined ? null : specialise(plan.node.rest, conditions);
  return { kind: 'Subscription', primary: plan.node.primary, ...(rest === null ? {} : { rest }) };
}

function specialise(node: PlanNode, conditions: Conditions): PlanNode | null {
  switch (node.kind) {
    case 'Fetch':
      return node;
    case 'Flatten': {
      const inner = specialise(node.node, conditions);
      return inner === null ? null : { ...node, node: inner };
    }
    case 'Sequence':
    case 'Parallel': {
      const nodes = node.nodes.map((child) => specialise(child, conditions)).filter((child) => child !== null);
      return nodes.length === 0 ? null : { kind: node.kind, nodes };
    }
    case 'Condition': {
      const branch = conditions.get(node.condition) === true ? node.ifClause : node.elseClause;
      return branch === undefined ? null : specialise(branch, conditions);
    }
    case 'Defer':
      return specialiseDefer(node, conditions);
  }
}

function specialiseDefer({ primary, deferred }: DeferNode, conditions: Conditions): DeferNode {
  const withNode = <T extends { readonly node?: PlanNode }>(part: T): T => {
    const { node, ...rest } = part;
    const inner = node === undefined ? null : specialise(node, conditions);
    return { ...rest, ...(inner === null ? {} : { node: inner }) } as T;
  };
  return { kind: 'Defer', primary: withNode(primary), deferred: deferred.map(withNode) };
}

/** The variables that plan nodes ask for. */
export function conditionVariables(plan: QueryPlan): Set<string> {
  const names = new Set<string>();
  const collect = (node: PlanNode | SubscriptionNode | undefined): void => {
    switch (node?.kind) {
      case 'Condition':
        names.add(node.condition);
        collect(node.ifClause);
        collect(node.elseClause);
        break;
      case 'Sequence':
      case 'Parallel':
        for (const child of node.nodes) collect(child);
        break;
      case 'Flatten':
        collect(node.node);
        break;
      case 'Subscription':
        collect(node.rest);
        break;
      case 'Defer':
        collect(node.primary.node);
        for (const block of node.deferred) collect(block.node);
        break;
    }
  };
  collect(plan.node);
  return names;
}
