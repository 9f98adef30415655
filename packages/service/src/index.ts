export { type GamesClock, gamesClock } from './clock.ts';
export { deadlineHeader } from './deadline.ts';
export { requireEnv } from './environment.ts';
export { type CatalogueEntry, type ErrorCode, errorCatalogue, type Retry } from './errorCatalogue.ts';
export { ClientError, InternalError } from './errors.ts';
export { createLog, type Log, type LogFields } from './log.ts';
export {
  type LogContext,
  readLogContext,
  requestIdHeader,
  traceParentHeader,
  withLogContext,
} from './logContext.ts';
export { explain, type RunningService, runService } from './runService.ts';
export { readOrCreateSecretFile, readSecretFile } from './secretFile.ts';
export {
  type ConfigOf,
  flag,
  integer,
  oneOf,
  optionalText,
  readConfig,
  requiredText,
  type ServiceConfig,
  type Setting,
  type SettingsOf,
  serviceSettings,
  textOr,
} from './settings.ts';
export { anonymousViewer, signViewer, type Viewer, verifyViewer, viewerHeader } from './viewer.ts';
