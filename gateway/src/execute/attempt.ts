/** One HTTP exchange, as undici reports it. */
export class Attempt {
  status = 0;
  headers: Buffer[] | null = null;
  bytes = 0;
  error: Error | null = null;
  isTooLarge = false;
  readonly #maxBytes: number;
  readonly #onDone: (attempt: Attempt) => void;
  readonly #chunks: Buffer[] = [];
  #abort: ((reason?: Error) => void) | null = null;
  #isAborted = false;
  #isDone = false;

  constructor(maxBytes: number, onDone: (attempt: Attempt) => void) {
    this.#maxBytes = maxBytes;
    this.#onDone = onDone;
  }

  text(): string {
    const chunks = this.#chunks;
    return (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, this.bytes)).toString();
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
    if (this.bytes > this.#maxBytes) {
      this.isTooLarge = true;
      this.#chunks.length = 0;
      this.#abort?.(new Error('The answer is too large.'));
      return false;
    }
    this.#chunks.push(chunk);
    return true;
  }

  onComplete(): void {
    this.#done();
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
