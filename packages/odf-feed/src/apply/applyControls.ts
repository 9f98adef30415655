import type { Transaction } from '@games/postgres';
import type { ReadMessage } from '../feed.ts';
import { type SourceSign, updateFeedOpen, updateKeepAlives, updateTransmitting } from '../sql/sources.ts';

/** Signs of life and control messages: what they say is about the sender, not about the competition. */
export async function applyControls(tx: Transaction, messages: readonly ReadMessage[]): Promise<void> {
  const signs = messages.map((message) => ({ type: message.header.documentType, sign: signOf(message) }));
  const keepAlives = signs.filter(({ type }) => type === 'DT_KA');
  if (keepAlives.length > 0)
    await updateKeepAlives(
      tx,
      keepAlives.map(({ sign }) => sign),
    );
  for (const { type, sign } of lastOfEachSource(signs, ['DT_LOCAL_ON', 'DT_LOCAL_OFF'])) {
    await updateTransmitting(tx, sign, type === 'DT_LOCAL_ON');
  }
  for (const { type, sign } of lastOfEachSource(signs, ['DT_GLOBAL_GM', 'DT_GLOBAL_GN'])) {
    await updateFeedOpen(tx, sign, type === 'DT_GLOBAL_GM');
  }
}

const signOf = ({ id, header, receivedAt }: ReadMessage): SourceSign => ({
  code: header.source,
  messageId: id,
  receivedAt,
});

function lastOfEachSource<Sign extends { readonly type: string; readonly sign: SourceSign }>(
  signs: readonly Sign[],
  types: readonly string[],
): readonly Sign[] {
  const relevant = signs.filter(({ type }) => types.includes(type));
  return [...new Map(relevant.map((sign) => [sign.sign.code, sign])).values()];
}
