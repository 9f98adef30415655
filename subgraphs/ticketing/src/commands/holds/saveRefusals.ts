import type { Database } from '@games/postgres';
import type { HoldOutcome } from '../../domain/holds/holdOutcome.ts';
import { type IdempotentRequest, type ReplayProblem, replay } from '../../domain/idempotency.ts';
import { insertOutcomes, selectKeys } from '../../sql/idempotencyKeys.ts';

/** A request for a hold that was refused before it came to seats. */
export interface Refusal {
  readonly request: IdempotentRequest;
  readonly outcome: HoldOutcome;
}

/** Writes refusals under their keys, in one statement; a key that was used before answers with its first outcome. */
export async function saveRefusals(
  database: Database,
  refusals: readonly Refusal[],
): Promise<readonly (HoldOutcome | ReplayProblem)[]> {
  const written = await insertOutcomes(database, refusals);
  if (written.every(Boolean)) return refusals.map(({ outcome }) => outcome);
  const known = await selectKeys<HoldOutcome>(
    database,
    refusals.map(({ request }) => request),
  );
  return refusals.map(({ request, outcome }, index) => {
    const first = known[index];
    return first ? replay(request, first) : outcome;
  });
}
