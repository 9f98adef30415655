/**
 * Fault: ApolloGateway refuses a supergraph that links a feature `for: SECURITY` or `for: EXECUTION` which it does not know
 * itself (authorisation, cost, context), although this gateway enforces it. Such links lose their purpose; features that
 * nobody enforces are still refused.
 *
 * Minimal query: any, over a subgraph with `@authenticated`. Tests: `test/front/access.test.ts` and the demand control of
 * `limits.test.ts`, which could not load their supergraphs. Upstream: not reported (these features are the Router's).
 * May go when: the planner is loaded without ApolloGateway, or ApolloGateway takes a list of features that are enforced.
 */
import { type ConstDirectiveNode, type DocumentNode, visit } from 'graphql';
import { stringArgument } from '../joinDirectives.ts';

const enforcedFeatures = /^https:\/\/specs\.apollo\.dev\/(authenticated|requiresScopes|policy|context|cost|cacheTag)\//;

export function withoutEnforcedPurposes(document: DocumentNode): DocumentNode {
  return visit(document, {
    Directive: (directive) => {
      if (directive.name.value !== 'link') return undefined;
      const url = stringArgument(directive as ConstDirectiveNode, 'url');
      if (url === null || !enforcedFeatures.test(url)) return false;
      return {
        ...directive,
        arguments: directive.arguments?.filter((argument) => argument.name.value !== 'for') ?? [],
      };
    },
  });
}
