/** Why a text is not accepted as an ODF message. The list is closed: endpoints map each code to a public error. */
export type OdfRefusalCode =
  | 'ODF_TOO_LARGE'
  | 'ODF_TOO_DEEP'
  | 'ODF_DOCTYPE_REFUSED'
  | 'ODF_MALFORMED'
  | 'ODF_HEADER_INVALID'
  | 'ODF_CODE_INVALID';

/** A message that is refused as a whole. `message` is public text: it names the place, never internals. */
export class OdfRefusal extends Error {
  override readonly name = 'OdfRefusal';
  readonly code: OdfRefusalCode;

  constructor(code: OdfRefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}
