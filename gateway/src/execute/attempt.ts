/** One HTTP exchange, as undici reports it. */
import { contentCodingOf, decode } from './contentCoding.ts';

export class Attempt {
  status = 0;
  headers: Buffer[] | null = null;
  bytes = 0;
  error: Error | null = null;
  isTooLarge = false;
  readonly #bytesMax: number;
  readonly #onDone: (attempt: Attempt) => void;
  #chunks: Buffer[] = [];
  #abort: ((reason?: Error) => void) | null = null;
  #isAborted = false;
  #isDone = false;

  constructor(bytesMax: number, onDone: (attempt: Attempt) => void) {
    this.#bytesMax = bytesMax;
    this.#onDone = onDone;
  }

  text(): string {
    const chunks = this.#chunks;
    return (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, this.bytes)).toString();
  }

  /** Path and query of the `Location` when it stays within the origin of the URL, for credentials are sent along. */
  redirectPath(url: string): string | null {
    const at = this.headers?.findIndex(
      (name, index) => index % 2 === 0 && name.toString('latin1').toLowerCase() === 'location',
    );
    if (at === undefined || at === -1) return null;
    const target = URL.parse(this.headers![at + 1]!.toString('latin1'), url);
    return target?.origin === new URL(url).origin ? target.pathname + target.search : null;
  }

  abort(): void {
    this.#isAborted = true;
    this.#abort?.(new Error('Nobody waits for the answer.'));
  }

  onConnect(abort: (reason?: Error) => void): void {
    this.#abort = abort;
    if (this.#isAborted) abort(new Error('Nobody waits for the answer.'));
  }

  onHeaders(status: number, headers: Buffer[]): boolean {
    this.status = status;
    this.headers = headers;
    return true;
  }

  onData(chunk: Buffer): boolean {
    this.bytes += chunk.length;
    if (this.bytes > this.#bytesMax) {
      this.isTooLarge = true;
      this.#chunks.length = 0;
      this.#abort?.(new Error('The answer is too large.'));
      return false;
    }
    this.#chunks.push(chunk);
    return true;
  }

  onComplete(): void {
    const coding = contentCodingOf(this.headers);
    if (coding === null) {
      this.#done();
      return;
    }
    decode(coding, Buffer.concat(this.#chunks, this.bytes), this.#bytesMax, ({ bytes, isTooLarge }) => {
      this.isTooLarge = isTooLarge;
      this.#chunks = bytes === null ? [] : [bytes];
      this.bytes = bytes?.length ?? 0;
      this.#done();
    });
  }

  onError(error: Error): void {
    this.error = error;
    this.#done();
  }

  #done(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#onDone(this);
  }
}
