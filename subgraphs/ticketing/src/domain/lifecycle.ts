/** The life of something: its states, each with those that it may go to next. */
export type Lifecycle<State extends string> = Readonly<Record<State, readonly State[]>>;

/** States from which it may go to `next`. */
export function statesBefore<State extends string>(
  lifecycle: Lifecycle<State>,
  next: NoInfer<State>,
): readonly State[] {
  return (Object.keys(lifecycle) as State[]).filter((state) => lifecycle[state].includes(next));
}
