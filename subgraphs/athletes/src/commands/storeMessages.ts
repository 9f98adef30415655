import { createHash } from 'node:crypto';
import {
  documentKey,
  messageIdentity,
  messageLocalTime,
  type OdfHeader,
  type OdfLimits,
  type OdfMessage,
  OdfRefusal,
  parseHeader,
  parseMessage,
} from '@games/odf';
import type { Database, Transaction } from '@games/postgres';
import { type List, listName, listOf } from '../odf/lists.ts';
import { readMessage } from '../odf/readMessage.ts';
import type { Remarks } from '../odf/statements.ts';
import { claimGames, findMessages, insertMessages, type KeptMessage, type NewMessage } from '../sql/messages.ts';

export interface IncomingMessage {
  /** What people know the message by: a file name, a request. */
  readonly name: string;
  readonly xml: string | Uint8Array;
}

/**
 * What became of a message at the door.
 * stored: kept, to be applied · duplicate: the same message came before · test: kept, never applied (FeedFlag T)
 * ignored: none of this service's business · refused: for the reason given
 */
export interface Receipt {
  readonly name: string;
  readonly outcome: 'stored' | 'duplicate' | 'test' | 'ignored' | 'refused';
  /** Null where not even the header could be read. */
  readonly identity: string | null;
  readonly reason: string | null;
  readonly code: string | null;
  readonly remarks: readonly string[];
}

/** The message's receipt so far, and what is to be kept of it. */
interface Judged {
  readonly receipt: Receipt;
  readonly competitionCode: string | null;
  readonly message: NewMessage | null;
}

/**
 * Keeps a batch of messages, in one transaction, and says of each what became of it. Nothing is applied yet.
 * A message that can be addressed but not understood is kept too, in the state `refused`.
 */
export async function storeMessages(
  database: Database,
  incoming: readonly IncomingMessage[],
  limits: Partial<OdfLimits> = {},
): Promise<readonly Receipt[]> {
  const judged = incoming.map((message) => judge(message, limits));
  return database.transaction(async (tx) => {
    const owned = await refuseOtherGames(tx, judged);
    const fresh = owned.flatMap(({ message }) => (message ? [message] : []));
    const inserted = await insertMessages(tx, withoutRepeats(fresh));
    const kept = await findMessages(tx, [...new Set(fresh.map((message) => message.identity))]);
    return settleReceipts(owned, inserted, kept);
  });
}

function judge({ name, xml }: IncomingMessage, limits: Partial<OdfLimits>): Judged {
  let header: OdfHeader;
  let list: List | null;
  let parsed: OdfMessage | null;
  try {
    header = parseHeader(xml);
    list = listOf(header);
    parsed = list && parseMessage(xml, { limits });
  } catch (error) {
    if (!(error instanceof OdfRefusal)) throw error;
    const { code, message: reason } = error;
    return {
      receipt: { name, outcome: 'refused', identity: null, reason, code, remarks: [] },
      competitionCode: null,
      message: null,
    };
  }
  const identity = messageIdentity(header);
  if (list === null || parsed === null) {
    const receipt = { name, outcome: 'ignored', identity, reason: null, code: null, remarks: [] } as const;
    return { receipt, competitionCode: null, message: null };
  }
  const remarks: Remarks = [];
  const fault = findFault(parsed, list, remarks);
  const outcome = fault ? 'refused' : header.feedFlag === 'T' ? 'test' : 'stored';
  const raw = typeof xml === 'string' ? xml : Buffer.from(xml).toString('utf8');
  return {
    receipt: { name, outcome, identity, reason: fault?.message ?? null, code: fault?.code ?? null, remarks },
    competitionCode: header.competitionCode,
    message: {
      identity,
      documentKey: documentKey(header),
      documentCode: header.documentCode,
      documentType: header.documentType,
      documentSubtype: header.documentSubtype,
      language: header.language,
      version: header.version,
      source: header.source,
      feedFlag: header.feedFlag,
      writtenAt: messageLocalTime(header),
      logicalDate: header.logicalDate,
      isInvalidation: parsed.competition === null,
      list: listName(list),
      state: outcome === 'stored' ? 'pending' : outcome,
      remarks: fault ? [fault.message] : remarks,
      sha256: createHash('sha256').update(raw).digest('hex'),
      raw,
    },
  };
}

function findFault(message: OdfMessage, list: List, remarks: Remarks): OdfRefusal | null {
  try {
    readMessage(message, list, remarks);
    return null;
  } catch (error) {
    if (error instanceof OdfRefusal) return error;
    throw error;
  }
}

/** One set of databases holds one Games: the first message claims it, messages of another are refused and not kept. */
async function refuseOtherGames(tx: Transaction, judged: readonly Judged[]): Promise<readonly Judged[]> {
  const first = judged.find(({ message, receipt }) => message && receipt.outcome !== 'refused')?.competitionCode;
  if (first == null) return judged;
  const owner = await claimGames(tx, first);
  return judged.map((one) => {
    if (one.message === null || one.competitionCode === owner) return one;
    const reason = `This database holds the Games ${owner}; the message is of ${one.competitionCode}.`;
    const receipt = { ...one.receipt, outcome: 'refused', reason, code: 'ODF_OTHER_COMPETITION' } as const;
    return { ...one, receipt, message: null };
  });
}

const addressOf = (message: Pick<KeptMessage, 'identity' | 'feedFlag' | 'isInvalidation'>): string =>
  `${message.feedFlag}${message.isInvalidation ? '-' : '+'}${message.identity}`;

function withoutRepeats(messages: readonly NewMessage[]): readonly NewMessage[] {
  const first = new Map<string, NewMessage>();
  for (const message of messages) if (!first.has(addressOf(message))) first.set(addressOf(message), message);
  return [...first.values()];
}

/** Those that were not inserted are duplicates, or contradict what was kept under the same identity. */
function settleReceipts(
  judged: readonly Judged[],
  inserted: readonly KeptMessage[],
  kept: readonly KeptMessage[],
): readonly Receipt[] {
  const fresh = new Set(inserted.map(addressOf));
  const before = new Map(kept.map((message) => [addressOf(message), message]));
  return judged.map(({ receipt, message }) => {
    if (message === null || receipt.outcome === 'refused') return receipt;
    const address = addressOf(message);
    if (fresh.delete(address)) return receipt;
    if (before.get(address)?.sha256 === message.sha256) return { ...receipt, outcome: 'duplicate' };
    const reason = 'Another message with the same identity (key, source and version) was received before.';
    return { ...receipt, outcome: 'refused', code: 'ODF_IDENTITY_CONFLICT', reason };
  });
}
