import { createPublicKey, type KeyObject } from 'node:crypto';
import type { JudgedSession, TicketStatus } from './judgeTicket.ts';

/**
 * All that a gate needs to work without a network for one session, as JSON. It holds the session's rotation key, so it is a
 * secret of the gate: it goes only to an enrolled device, and is kept in a file of mode 600.
 */
export interface SessionBundle {
  readonly format: 2;
  readonly gate: { readonly code: string; readonly name: string; readonly venue: string };
  readonly session: {
    readonly id: number;
    readonly code: string;
    readonly isCancelled: boolean;
    readonly doorsOpenAt: string;
    readonly startsAt: string;
    readonly endsAt: string;
  };
  /** Public keys of tickets: id and SubjectPublicKeyInfo in base64. */
  readonly keys: readonly { readonly kid: string; readonly spki: string }[];
  /** Base64. */
  readonly rotationKey: string;
  /**
   * Tickets of the session that are not as they were issued: `[ticket, version, medium number, state]`. All others have version 1,
   * at most one medium, and are valid.
   */
  readonly statuses: readonly (readonly [string, number, number, TicketStatus['state']])[];
  /** Tickets that are inside now. */
  readonly inside: readonly string[];
  readonly madeAt: string;
}

/** A bundle, ready for use. */
export interface OpenBundle {
  readonly bundle: SessionBundle;
  readonly keys: ReadonlyMap<string, KeyObject>;
  readonly session: JudgedSession;
  readonly statuses: ReadonlyMap<string, TicketStatus>;
}

/** Makes keys and look-up tables of a bundle, once, so that judging a ticket needs neither parsing nor searching. */
export function openBundle(bundle: SessionBundle): OpenBundle {
  const { session, keys, rotationKey, statuses } = bundle;
  return Object.freeze({
    bundle,
    keys: new Map(
      keys.map(({ kid, spki }) => [
        kid,
        createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' }),
      ]),
    ),
    session: { id: session.id, isCancelled: session.isCancelled, rotationKey: Buffer.from(rotationKey, 'base64') },
    statuses: new Map(statuses.map(([ticketId, version, mediumNo, state]) => [ticketId, { version, mediumNo, state }])),
  });
}
