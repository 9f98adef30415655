import { parseMessage } from '@games/odf';
import type { Database, Transaction } from '@games/postgres';
import { areOnTop, latestVersions, layersOf } from '../domain/layers.ts';
import { readListName } from '../odf/lists.ts';
import type { Statements } from '../odf/readMessage.ts';
import { readMessage } from '../odf/readMessage.ts';
import type { CodeStatement, Team, TeamStatement } from '../odf/statements.ts';
import { writeBiographies } from '../sql/biographies.ts';
import { dropUnmentionedOrganisations, writeFunctions, writeOrganisations } from '../sql/codes.ts';
import { findPendingLists, type ListMessage, lockFeed, readLists, readTexts, settleStates } from '../sql/messages.ts';
import { dropUnusedWords, type Stated, writeParticipations } from '../sql/participants.ts';
import { writeTeams } from '../sql/teams.ts';

const listsPerRound = 500;

/**
 * Brings people, teams, organisations and biographies in line with the messages that were stored. Each list is folded
 * in a transaction of its own, so that a crash loses nothing: what is still pending is applied by the next call.
 * Returns the number of lists that were written.
 */
export async function applyPending(database: Database): Promise<number> {
  for (let written = 0; ; ) {
    const lists = await findPendingLists(database, listsPerRound);
    if (lists.length === 0) return written;
    const biographies = lists.filter((list) => readListName(list).kind === 'BIO');
    for (const list of lists) {
      if (readListName(list).kind !== 'BIO') await database.transaction((tx) => applyList(tx, list));
    }
    if (biographies.length > 0) await database.transaction((tx) => applyBiographies(tx, biographies));
    written += lists.length;
  }
}

async function applyList(tx: Transaction, list: string): Promise<void> {
  await lockFeed(tx);
  const messages = await readLists(tx, [list]);
  const { kind, subject } = readListName(list);
  const layers = layersOf(messages);
  const pending = messages.filter((message) => message.state === 'pending');
  const isOnTop = (kind === 'PARTIC' || kind === 'TEAMS') && areOnTop(layers, pending);
  const speaking = kind === 'CODES' ? latestVersions(messages).filter((top) => !top.isInvalidation) : layers;
  const needed = isOnTop ? speaking.filter((layer) => pending.some((message) => message.id === layer.id)) : speaking;
  await write(tx, kind, subject, await readLayers(tx, needed), isOnTop);
  await dropUnmentionedOrganisations(tx);
  const effective = messages.filter(
    (message) => message.isInvalidation || speaking.some(({ id }) => id === message.id),
  );
  await settleStates(
    tx,
    [list],
    effective.map((message) => message.id),
  );
}

async function write(
  tx: Transaction,
  kind: Statements['kind'],
  subject: string,
  layers: readonly Layer[],
  isOnTop: boolean,
): Promise<void> {
  if (kind === 'PARTIC') {
    const people = fold(layers, 'PARTIC', (statement) => statement.code);
    const listed = [...people.values()].filter(({ statement }) => !statement.isRemoved);
    await writeParticipations(tx, subject, listed, isOnTop ? [...people.keys()] : null);
    return dropUnusedWords(tx);
  }
  if (kind === 'TEAMS') {
    const teams = fold(layers, 'TEAMS', (statement) => statement.code);
    const listed = [...teams.values()].filter(hasTeam);
    return writeTeams(tx, subject, listed, isOnTop ? [...teams.keys()] : null);
  }
  const codes = [...fold(layers, 'CODES', (statement) => statement.code, mergeCodes).values()];
  return subject === 'ORGANISATION' ? writeOrganisations(tx, codes) : writeFunctions(tx, codes);
}

async function applyBiographies(tx: Transaction, lists: readonly string[]): Promise<void> {
  await lockFeed(tx);
  const messages = await readLists(tx, lists);
  const speaking = latestVersions(messages).filter((top) => !top.isInvalidation);
  const layers = await readLayers(tx, speaking);
  const biographies = fold(layers, 'BIO', (statement) => `${statement.participantCode} ${statement.language}`);
  await writeBiographies(
    tx,
    lists.map((list) => readListName(list).subject),
    [...biographies.values()],
  );
  const effective = messages.filter(
    (message) => message.isInvalidation || speaking.some(({ id }) => id === message.id),
  );
  await settleStates(
    tx,
    lists,
    effective.map((message) => message.id),
  );
}

interface Layer {
  readonly message: ListMessage;
  readonly content: Statements;
}

async function readLayers(tx: Transaction, messages: readonly ListMessage[]): Promise<readonly Layer[]> {
  const texts = await readTexts(
    tx,
    messages.map((message) => message.id),
  );
  return messages.map((message) => ({
    message,
    content: readMessage(parseMessage(texts.get(message.id) as string), readListName(message.list), []),
  }));
}

/**
 * Lays one message over the other: the last that speaks of something says all that is known of it, unless `merge` says
 * what two of them come to.
 */
function fold<Kind extends Statements['kind']>(
  layers: readonly Layer[],
  kind: Kind,
  keyOf: (statement: StatementOf<Kind>) => string,
  merge: (below: StatementOf<Kind>, above: StatementOf<Kind>) => StatementOf<Kind> = (_, above) => above,
): Map<string, Stated<StatementOf<Kind>>> {
  const stated = new Map<string, Stated<StatementOf<Kind>>>();
  for (const { message, content } of layers) {
    if (content.kind !== kind) continue;
    for (const statement of content.statements as readonly StatementOf<Kind>[]) {
      const key = keyOf(statement);
      const below = stated.get(key)?.statement;
      const merged = below === undefined ? statement : merge(below, statement);
      stated.set(key, { statement: merged, messageId: message.id, writtenAt: message.writtenAt });
    }
  }
  return stated;
}

/** A code set may come in several messages, say one for each language. */
function mergeCodes(below: CodeStatement, above: CodeStatement): CodeStatement {
  const names = new Map([...below.names, ...above.names].map((name) => [name.language, name]));
  return {
    code: above.code,
    note: above.note ?? below.note,
    country: above.country ?? below.country,
    category: above.category ?? below.category,
    names: [...names.values()],
  };
}

type StatementOf<Kind extends Statements['kind']> = Extract<Statements, { kind: Kind }>['statements'][number];

function hasTeam(stated: Stated<TeamStatement>): stated is Stated<TeamStatement & { readonly team: Team }> {
  return stated.statement.team !== null;
}
