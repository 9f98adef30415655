import { rankByKey } from './order.ts';
import type { Line } from './story.ts';

/** Finals after whose official result somebody is disqualified: who (by rank) and why. Most of them cost a medal. */
const disqualifications: Readonly<Record<string, { readonly rank: number; readonly note: string }>> = {
  'ATHM100M--------------FNL-000100--': { rank: 7, note: 'Disqualified after review: lane infringement (TR17.3.1).' },
  'ATHM400MH-------------FNL-000100--': {
    rank: 2,
    note: 'Disqualified after protest: impeded an opponent at the ninth hurdle (TR17.1.2).',
  },
  'ATHW400MH-------------FNL-000100--': {
    rank: 3,
    note: 'Disqualified after protest: trail leg beside the hurdle (TR22.6.1).',
  },
  'CYRWROADRACE----------FNL-000100--': {
    rank: 2,
    note: 'Relegated by the commissaires: deviation from the chosen line.',
  },
  'ROWM1X----------------FNL-000100--': { rank: 4, note: 'Disqualified after weighing of the boat.' },
  'SWIW100MFL------------FNL-000100--': {
    rank: 3,
    note: 'Disqualified after review: non-simultaneous touch at the turn.',
  },
};

/** What a decision after the official result makes of the list of a final; null for most. */
export function correctionOf(
  unit: string,
  lines: readonly Line[],
): { readonly after: Line[]; readonly note: string } | null {
  const decision = disqualifications[unit];
  if (decision === undefined) return null;
  const out = lines[decision.rank - 1];
  if (out === undefined || out.key === null) return null;
  const changed = lines.map((line) =>
    line === out ? { ...line, key: null, mark: null, irm: 'DSQ' as const, difference: null, records: [] } : line,
  );
  return { after: rankByKey(changed), note: decision.note };
}
