import { createWorld, findExamples } from '@games/demonstration';
import { readNamedOperations } from '@games/schema';
import { ask } from './ask.ts';
import type { LoadedOperation } from './load.ts';
import type { RunningStack } from './stack.ts';

/** Every named query with variables that show something, as partners and the demonstration's fan send them. */
export async function namedLoad(
  gatewayUrl: string,
  access: Pick<RunningStack, 'partnerKey' | 'fanToken'>,
): Promise<readonly LoadedOperation[]> {
  const partner = { key: access.partnerKey };
  const examples = await findExamples(createWorld({ scale: 'small' }), async (query) => {
    const { data, errors } = await ask(gatewayUrl, query, {}, partner);
    if (!data) throw new Error(JSON.stringify(errors));
    return data;
  });
  return readNamedOperations()
    .filter(({ document }) => /^query /m.test(document))
    .map(({ name, document }) => ({
      name,
      document,
      variables: examples[name] ?? [{}],
      credentials: /^(My|Cart)/.test(name) ? { token: access.fanToken } : partner,
    }));
}
