import { type ErrorCode, errorCatalogue } from './errorCatalogue.ts';

/** A fault that the client can do something about. Its message is public. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly code: ErrorCode;
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, extensions: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.extensions = extensions;
  }

  /** HTTP status for the case that this error is the whole answer. */
  get status(): number {
    return errorCatalogue[this.code].status;
  }
}

/** A fault on our side. Its message and cause are logged and never leave the process. */
export class InternalError extends Error {
  override readonly name = 'InternalError';

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
  }
}
