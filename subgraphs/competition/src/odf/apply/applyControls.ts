import { type SourceSign, writeFeedOpen, writeKeepAlives, writeTransmitting } from '../../sql/sources.ts';
import type { AppliedMessage, ApplyWork } from './work.ts';

/** Signs of life and control messages: what they say is about the sender, not about the competition. */
export async function applyControls({ tx }: ApplyWork, messages: readonly AppliedMessage<unknown>[]): Promise<void> {
  const signs = messages.map((message) => ({ type: message.header.documentType, sign: signOf(message) }));
  const keepAlives = signs.filter(({ type }) => type === 'DT_KA');
  if (keepAlives.length > 0)
    await writeKeepAlives(
      tx,
      keepAlives.map(({ sign }) => sign),
    );
  for (const { type, sign } of lastOfEachSource(signs, ['DT_LOCAL_ON', 'DT_LOCAL_OFF'])) {
    await writeTransmitting(tx, sign, type === 'DT_LOCAL_ON');
  }
  for (const { type, sign } of lastOfEachSource(signs, ['DT_GLOBAL_GM', 'DT_GLOBAL_GN'])) {
    await writeFeedOpen(tx, sign, type === 'DT_GLOBAL_GM');
  }
}

const signOf = ({ id, header, receivedAt }: AppliedMessage<unknown>): SourceSign => ({
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
