/** Whether a session is over: from then on nobody gets a place of it, by whichever way. */
export function isOver(session: { readonly endsAt: Date }, now: Date): boolean {
  return now >= session.endsAt;
}
