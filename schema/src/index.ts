export {
  type NamedOperation,
  readNamedOperations,
  readSubgraphSdl,
  readSupergraphSdl,
  type SubgraphName,
  schemaFolder,
  subgraphNames,
} from './sdl.ts';
