import { problem, problemsBy } from '../problem.ts';

/** Expected outcomes of draws that are not a success, in the form of the graph. */
export const drawProblem = problemsBy({
  NotFound: () => problem('DrawNotFound', 'DRAW_NOT_FOUND', 'There is no such draw.'),
  RegistrationNotOpen: ({ opensAt, closesAt }: { readonly opensAt: Date; readonly closesAt: Date }) =>
    problem(
      'DrawRegistrationNotOpen',
      'DRAW_REGISTRATION_NOT_OPEN',
      'Registration for this draw has not begun, or is over.',
      { opensAt, closesAt },
    ),
  OtherCountry: ({ countries }: { readonly countries: readonly string[] }) =>
    problem('DrawOtherCountry', 'DRAW_OTHER_COUNTRY', 'This draw is for accounts of other countries.', { countries }),
  AccountCapReached: ({ cap, taken }: { readonly cap: number; readonly taken: number }) =>
    problem(
      'DrawAccountCapReached',
      'DRAW_ACCOUNT_CAP_REACHED',
      'This account has as many tickets as an account may have.',
      { cap, taken },
    ),
  PhaseNotFound: () =>
    problem('DrawPhaseNotFound', 'DRAW_PHASE_NOT_FOUND', 'There is no such phase of sale with a draw.'),
  TooLate: ({ registrationOpensAt }: { readonly registrationOpensAt: Date }) =>
    problem('DrawTooLate', 'DRAW_TOO_LATE', 'Registration is open already; the hash of a seed must stand before it.', {
      registrationOpensAt,
    }),
  Final: () => problem('DrawFinal', 'DRAW_FINAL', 'What was announced or drawn cannot be changed any more.'),
  RegistrationNotOver: ({ closesAt }: { readonly closesAt: Date }) =>
    problem('DrawRegistrationNotOver', 'DRAW_REGISTRATION_NOT_OVER', 'Registration for this draw is not over.', {
      closesAt,
    }),
  NotClosed: () => problem('DrawNotClosed', 'DRAW_NOT_CLOSED', 'The list of this draw is not closed; close it first.'),
  BeaconMismatch: ({ beaconSource }: { readonly beaconSource: string | null }) =>
    problem(
      'DrawBeaconMismatch',
      'DRAW_BEACON_MISMATCH',
      beaconSource === null
        ? 'No public random value was announced for this draw.'
        : 'The public random value that was announced is missing.',
      { beaconSource },
    ),
  NotHeld: () => problem('DrawNotHeld', 'DRAW_NOT_HELD', 'This draw has not been held.'),
});
