/** The bounds of the feed, the same for every service. */

/** The largest message that is accepted, in bytes as inflated. */
export const messageBytesMax = 10 * 1024 * 1024;
export const attributeCharactersMax = 65_536;
export const parseLimits = {
  maxBytes: messageBytesMax,
  maxDepth: 32,
  maxElements: 400_000,
  maxAttributesPerElement: 64,
} as const;

/** More than this waits only when applying has stopped: then senders keep their messages and come back. */
export const messagesWaitingMax = 20_000;
export const retryAfterS = 5;

/** One transaction of the queue applies so much. */
export const queueBatchMessagesMax = 200;
/** One transaction of an import stores and applies so much; what its messages overtake among themselves is never written. */
export const importBatchMessagesMax = 1_000;
export const batchBytesMax = 16 * 1024 * 1024;

/** A unit with a wrong code a thousand times over is one fault, not a thousand lines. */
export const issuesPerMessageMax = 50;
/** An import lists so many issues; the rest is counted. */
export const issuesPerImportMax = 1_000;
