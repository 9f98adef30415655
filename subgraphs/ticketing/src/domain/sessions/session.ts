/** A session to be stored. Moments are ISO 8601; prices are face values in minor units by category code. */
export interface SessionDraft {
  readonly code: string;
  readonly planCode: string;
  readonly kind: 'SPORT' | 'CEREMONY';
  /** By language tag; `en` must be there. */
  readonly names: Readonly<Record<string, string>>;
  readonly disciplines: readonly string[];
  /** RSC codes in the order of start. */
  readonly units: readonly string[];
  readonly logicalDate: string;
  readonly doorsOpenAt: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly ticketsActivateAt: string;
  readonly utcOffsetMinutes: number;
  readonly currency: string;
  readonly prices: Readonly<Record<string, bigint>>;
}

/** A general admission area's places are spread over this many counters, so that buyers don't queue for one row. */
export const poolsPerArea = 16;
