/** What decides between messages of one document. */
export interface Versioned {
  readonly documentId: bigint;
  readonly version: number;
  /** Header without a body: withdraws what the document said. */
  readonly invalidates: boolean;
  /** `YYYY-MM-DDTHH:MM:SS.mmm` by the venue's clock. */
  readonly generatedAt: string;
}

/**
 * Whether a message replaces the one that counts: by its version, never by when it arrived. Under one version a
 * withdrawal beats the message it withdraws (it carries the same header), and between two sources the later written counts.
 */
export function replaces(next: Omit<Versioned, 'documentId'>, current: Omit<Versioned, 'documentId'>): boolean {
  if (next.version !== current.version) return next.version > current.version;
  if (next.invalidates !== current.invalidates) return next.invalidates;
  return next.generatedAt >= current.generatedAt;
}

/**
 * Goes through messages in the order of their arrival; returns those that did not become, when they came, the ones that
 * count. `effective` is what counted before.
 */
export function supersededMessages<Message extends Versioned>(
  messages: readonly Message[],
  effective: readonly Versioned[],
): readonly Message[] {
  const counts = new Map<bigint, Versioned>(effective.map((version) => [version.documentId, version]));
  return messages.filter((message) => {
    const current = counts.get(message.documentId);
    if (current !== undefined && !replaces(message, current)) return true;
    counts.set(message.documentId, message);
    return false;
  });
}
