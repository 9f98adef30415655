export {
  type AttributeValue,
  attributeOf,
  childOf,
  childrenOf,
  element,
  type OdfElement,
  requiredAttribute,
} from './element.ts';
export {
  documentKey,
  headerAttributes,
  messageIdentity,
  messageLocalTime,
  type OdfHeader,
  readHeader,
} from './header.ts';
export { OdfRefusal, type OdfRefusalCode } from './OdfRefusal.ts';
export {
  defaultLimits,
  type ElementSink,
  type OdfLimits,
  type OdfMessage,
  type ParseOptions,
  parseHeader,
  parseMessage,
  parseMessageStream,
} from './parse.ts';
export {
  buildRsc,
  isRsc,
  padRsc,
  parseRsc,
  type Rsc,
  type RscLevel,
  type RscParts,
  rscContains,
  rscLength,
  rscLevel,
  rscPrefix,
  rscPrefixLength,
  truncateRsc,
} from './rsc.ts';
export { isCalendarDate, type Moment, readMoment, readOffset } from './time.ts';
export { writeMessage } from './write.ts';
