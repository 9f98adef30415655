import { sql, type Transaction } from '@games/postgres';

export interface NewStatusChange {
  readonly unitCode: string;
  readonly machine: 'SCHEDULE' | 'RESULT';
  readonly from: string | null;
  readonly to: string | null;
  readonly expected: boolean;
  readonly messageId: bigint;
}

/** Writes changes of units' states in their order, with the time at which their messages were received. */
export async function insertStatusChanges(tx: Transaction, changes: readonly NewStatusChange[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.run(sql`
    insert into status_change (unit_code, machine, from_status, to_status, expected, message_id, changed_at)
    select c.unit_code, c.machine, c.from_status, c.to_status, c.expected, c.message_id, m.received_at
    from unnest(
      ${changes.map(({ unitCode }) => unitCode)}::text[],
      ${changes.map(({ machine }) => machine)}::text[],
      ${changes.map(({ from }) => from)}::text[],
      ${changes.map(({ to }) => to)}::text[],
      ${changes.map(({ expected }) => expected)}::boolean[],
      ${changes.map(({ messageId }) => messageId)}::bigint[]
    ) with ordinality as c (unit_code, machine, from_status, to_status, expected, message_id, place)
    join message m on m.id = c.message_id
    order by c.place`);
}
