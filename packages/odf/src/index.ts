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
  DEFAULT_LIMITS,
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
  RSC_LENGTH,
  RSC_PREFIX_LENGTH,
  type Rsc,
  type RscLevel,
  type RscParts,
  rscContains,
  rscLevel,
  rscPrefix,
  truncateRsc,
} from './rsc.ts';
export { isCalendarDate, type Moment, readMoment, readOffset } from './time.ts';
export { writeMessage } from './write.ts';
