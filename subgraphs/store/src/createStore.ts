import { defineSubgraph } from '@games/subgraph';
import { config } from './config.ts';
import { createContext } from './context.ts';
import { migrations } from './migrations.ts';
import { resolvers } from './resolvers/index.ts';

/** The store service. */
export const store = defineSubgraph({ name: 'store', config, migrations, resolvers, context: createContext });
