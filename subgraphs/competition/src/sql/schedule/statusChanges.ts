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
  const states = { unitCode: 'text', machine: 'text', from: 'text', to: 'text' };
  const given = sql.rows('c', changes, { ...states, expected: 'boolean', messageId: 'bigint' }, 'place');
  await tx.run(sql`
    insert into status_change (unit_code, machine, from_status, to_status, expected, message_id, changed_at)
    select c.unit_code, c.machine, c."from", c."to", c.expected, c.message_id, m.received_at
    from ${given}
    join message m on m.id = c.message_id
    order by c.place`);
}
