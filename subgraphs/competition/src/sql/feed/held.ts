import { sql, type Transaction } from '@games/postgres';
import type { HeldFact, Stamp } from '../../domain/feed/foldFacts.ts';

/** A fact of a message with where it comes from, as a table holds it. */
export interface Written<Fact> {
  readonly fact: Fact;
  readonly stamp: Stamp;
  readonly messageId: bigint;
}

export interface HeldRow extends HeldFact {
  /** Null where the table has none. */
  readonly status: string | null;
}

/** Tables whose rows messages replace one by one: what an update replaces, and by which code it is asked for. */
const tables = {
  participant: { key: sql`code || ' ' || discipline_code`, code: sql`code`, status: sql`null` },
  team: { key: sql`code`, code: sql`code`, status: sql`null` },
  competition_session: { key: sql`code`, code: sql`code`, status: sql`status` },
  unit_schedule: { key: sql`unit_code`, code: sql`unit_code`, status: sql`status` },
} as const;

/** What counts now, by key: those named, and all of the disciplines that are reset (`---` for every one). */
export async function selectHeld(
  tx: Transaction,
  table: keyof typeof tables,
  codes: readonly string[],
  disciplines: readonly string[],
): Promise<ReadonlyMap<string, HeldRow>> {
  const { key, code, status } = tables[table];
  const rows = await tx.many<Stamp & Omit<HeldRow, 'stamp'> & { readonly key: string }>(sql`
    select ${key} as key, discipline_code as "disciplineCode", document_id as "documentId", version, ${status} as status,
      to_char(generated_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS') as "generatedAt"
    from ${sql.identifier(table)} where ${code} = any(${codes}) or discipline_code = any(${disciplines})`);
  return new Map(rows.map(({ key, disciplineCode, status, ...stamp }) => [key, { stamp, disciplineCode, status }]));
}
