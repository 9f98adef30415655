/** An expected outcome that is not a success, in the form of the graph. */
export const problem = <Name extends string, Fields extends object>(
  __typename: Name,
  code: string,
  message: string,
  fields: Fields = {} as Fields,
) => ({ __typename, code, message, ...fields });
