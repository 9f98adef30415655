import type { OperationFacts } from '../contract/facts.ts';
import type { Identity } from '../guard/identity.ts';
import type { RequestContext } from './request.ts';

/**
 * As whom the subgraphs are asked. Who asks for what is everybody's asks as nobody in particular: so answers can be
 * shared and kept, and hold nothing personal.
 */
export function effectiveIdentity(
  { cachePolicy }: OperationFacts,
  { identity, forwardedHeaders }: RequestContext,
): Identity {
  const isPublic = cachePolicy.isPublic && cachePolicy.maxAgeSeconds > 0 && forwardedHeaders.length === 0;
  return isPublic ? identity.asPublic : identity;
}
