type Compact<T> = { [K in keyof T as null extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as null extends T[K] ? K : never]?: NonNullable<T[K]>;
};

/** The object without what is null: facts that are stored as JSON leave out what was not said. */
export function compact<T extends object>(from: T): Compact<T> {
  return Object.fromEntries(Object.entries(from).filter(([, value]) => value !== null)) as Compact<T>;
}
