export type { SubgraphRequest } from './answerOperation.ts';
export { type BodyHeaders, type CompressedBody, compressBody, sendBody } from './compressedBody.ts';
export {
  type Connection,
  type CursorValue,
  encodeCursor,
  type KeysetColumn,
  keyset,
  type Page,
  type PageArguments,
  pageOfEach,
  pageSizeDefault,
  pageSizeMax,
  readPage,
  toConnection,
} from './connection.ts';
export { createSubgraph, type Route, type Routes, type Subgraph, type SubgraphOptions } from './createSubgraph.ts';
export { decodeId, encodeId, type IdPrefix, idPrefixes, loadReference, readId, tryDecodeId } from './globalId.ts';
export { chooseLanguage, type Localised, localise, readLanguages } from './languages.ts';
export { batchLoader, groupLoader, loaderByArguments } from './loaders.ts';
export {
  type BaseDependencies,
  type Closable,
  defineSubgraph,
  type Opening,
  type RequestScope,
  runSubgraph,
  type SubgraphDefinition,
  startSubgraph,
} from './runSubgraph.ts';
export { scalarResolvers } from './scalars.ts';
export { venueTime } from './venueTime.ts';
