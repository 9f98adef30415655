/** A message of a list, without its text, as the rules of versions see it. */
export interface ListMessage {
  readonly id: bigint;
  readonly documentKey: string;
  readonly version: number;
  /** Comparable text: the venue's clock. */
  readonly writtenAt: string;
  readonly invalidates: boolean;
  readonly isUpdate: boolean;
  readonly isHistoric: boolean;
}

/**
 * Which messages make up a list, first to last: what a later one says of somebody replaces what an earlier one says.
 * The order of arrival has no part in it.
 * - Of each full document only the highest version speaks; an invalidation silences its document.
 * - A full list resets the list: updates written before it are void. The historic list lies below the current one.
 * - Updates follow in the order of their versions; an invalidation of an update silences that version alone.
 */
export function layersOf<Message extends ListMessage>(messages: readonly Message[]): readonly Message[] {
  const full = latestVersions(messages.filter((message) => !message.isUpdate)).filter((top) => !top.invalidates);
  const historic = latestWritten(full.filter((message) => message.isHistoric));
  const current = latestWritten(full.filter((message) => !message.isHistoric));
  const updates = messages.filter((message) => message.isUpdate);
  const withdrawn = new Set(updates.filter((message) => message.invalidates).map(nameOfVersion));
  const valid = updates
    .filter((message) => !withdrawn.has(nameOfVersion(message)))
    .filter((message) => current === undefined || message.writtenAt >= current.writtenAt)
    .sort((a, b) => a.version - b.version || compareText(a.writtenAt, b.writtenAt) || Number(a.id - b.id));
  return [...(historic ? [historic] : []), ...(current ? [current] : []), ...valid];
}

/** Of each document the message that counts: the highest version, its invalidation before itself. */
export function latestVersions<Message extends ListMessage>(messages: readonly Message[]): readonly Message[] {
  const tops = new Map<string, Message>();
  for (const message of messages) {
    const top = tops.get(message.documentKey);
    if (top === undefined || countsMore(message, top)) tops.set(message.documentKey, message);
  }
  return [...tops.values()].sort((a, b) => compareText(a.documentKey, b.documentKey));
}

/** Whether the newest messages can be put on top of what stands, without rebuilding the list. */
export function areOnTop(layers: readonly ListMessage[], newest: readonly ListMessage[]): boolean {
  if (newest.some((message) => !message.isUpdate || message.invalidates)) return false;
  const ids = new Set(newest.map((message) => message.id));
  const speaking = layers.filter((layer) => ids.has(layer.id)).length;
  return layers.slice(layers.length - speaking).every((layer) => ids.has(layer.id));
}

function countsMore(message: ListMessage, than: ListMessage): boolean {
  if (message.version !== than.version) return message.version > than.version;
  if (message.invalidates !== than.invalidates) return message.invalidates;
  return message.writtenAt > than.writtenAt;
}

function latestWritten<Message extends ListMessage>(messages: readonly Message[]): Message | undefined {
  return messages.reduce<Message | undefined>(
    (latest, message) => (latest === undefined || message.writtenAt >= latest.writtenAt ? message : latest),
    undefined,
  );
}

const nameOfVersion = (message: ListMessage): string => `${message.documentKey}|${message.version}`;

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
