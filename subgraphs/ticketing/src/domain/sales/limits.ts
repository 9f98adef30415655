/** Limits on the tickets of one account. */
export interface GeneralLimits {
  readonly accountCap: number;
  readonly sessionCap: number;
  readonly ceremonyCap: number;
}

/** Limits that apply to one purchase: over all sessions, and for its session. */
export interface Limits {
  readonly accountCap: number;
  readonly sessionCap: number;
}

/** The general limits, tightened by what the phase says; a ceremony has a limit of its own. */
export function limitsFor(
  general: GeneralLimits,
  phase: { readonly accountCap: number | null; readonly sessionCap: number | null },
  kind: 'SPORT' | 'CEREMONY',
): Limits {
  const ofSession = kind === 'CEREMONY' ? general.ceremonyCap : general.sessionCap;
  return {
    accountCap: Math.min(general.accountCap, phase.accountCap ?? general.accountCap),
    sessionCap: Math.min(ofSession, phase.sessionCap ?? ofSession),
  };
}
