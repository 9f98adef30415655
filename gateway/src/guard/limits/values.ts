import { type DocumentNode, type ListValueNode, type ObjectValueNode, visit } from 'graphql';
import { RefusalError } from '../../contract/errors.ts';

/** What bounds lists and objects among arguments and variables. */
export interface ValueLimits {
  readonly listEntriesMax: number;
  readonly valueDepthMax: number;
}

const tooLong = ({ listEntriesMax }: ValueLimits): RefusalError =>
  new RefusalError('LIST_TOO_LONG', `A list among the values has more than ${listEntriesMax} entries.`);
const tooDeep = ({ valueDepthMax }: ValueLimits): RefusalError =>
  new RefusalError('DOCUMENT_TOO_DEEP', `A value nests more than ${valueDepthMax} lists and objects.`);

/** Refuses documents with long lists, or with values that nest deeply. */
export function limitValues(document: DocumentNode, limits: ValueLimits): void {
  let depth = 0;
  const enter = (node: ListValueNode | ObjectValueNode): void => {
    const entries = 'values' in node ? node.values.length : node.fields.length;
    if (entries > limits.listEntriesMax) throw tooLong(limits);
    if (++depth > limits.valueDepthMax) throw tooDeep(limits);
  };
  const leave = (): void => {
    depth--;
  };
  visit(document, { ListValue: { enter, leave }, ObjectValue: { enter, leave } });
}

/** The same for the variables of a request. Throws RefusalError LIST_TOO_LONG or DOCUMENT_TOO_DEEP. */
export function limitVariables(value: unknown, limits: ValueLimits, depth = 0): void {
  if (typeof value !== 'object' || value === null) return;
  // The variables themselves are an object that is not a value yet.
  if (depth > limits.valueDepthMax) throw tooDeep(limits);
  const entries = Array.isArray(value) ? value : Object.values(value);
  if (entries.length > limits.listEntriesMax) throw tooLong(limits);
  for (const entry of entries) limitVariables(entry, limits, depth + 1);
}
