/** Other ways to the same answer: stock @apollo/gateway, and one schema over the same data. */
import { ApolloGateway } from '@apollo/gateway';
import { type ExecutionResult, execute, type GraphQLSchema, parse } from 'graphql';

export type Answer = { readonly data?: unknown; readonly errors?: readonly unknown[] | undefined };
export type Ask = (query: string, variables?: Record<string, unknown>) => Promise<Answer>;

export async function startStock(supergraphSdl: string): Promise<{ ask: Ask; stop: () => Promise<void> }> {
  const silent = () => undefined;
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: { debug: silent, info: silent, warn: silent, error: silent },
  });
  const { executor } = await gateway.load();
  const ask: Ask = async (query, variables = {}) => {
    const document = parse(query);
    const result = await executor({
      request: { query, variables },
      document,
      queryHash: query,
      operationName: null,
      context: {},
      metrics: {},
      cache: undefined,
      schema: gateway.schema,
      logger: { debug: silent, info: silent, warn: silent, error: silent },
    } as never);
    return JSON.parse(JSON.stringify(result)) as Answer;
  };
  return { ask, stop: () => gateway.stop() };
}

export const askSchema =
  (schema: GraphQLSchema): Ask =>
  async (query, variables = {}) =>
    JSON.parse(
      JSON.stringify((await execute({ schema, document: parse(query), variableValues: variables })) as ExecutionResult),
    ) as Answer;
