import type { CheckInStatus, Resolvers } from '@games/schema/generated/ticketing.ts';
import { ClientError } from '@games/service';
import { decodeId, encodeId, venueTime } from '@games/subgraph';
import { mayRead, requireFan, requireStaff } from '../../access.ts';
import { changeTicketByStaff } from '../../commands/tickets/changeTicketByStaff.ts';
import { type IssueToMediumOutcome, issueToMedium } from '../../commands/tickets/issueToMedium.ts';
import { acceptTransfer } from '../../commands/transfers/acceptTransfer.ts';
import { endTransfer } from '../../commands/transfers/endTransfer.ts';
import { offerTransfer } from '../../commands/transfers/offerTransfer.ts';
import type { TicketingContext } from '../../context.ts';
import { documentSegment } from '../../domain/tickets/documentAddress.ts';
import { googleWalletObject } from '../../domain/tickets/googleWallet.ts';
import { codeDigits, periodSeconds } from '../../domain/tickets/rotatingCode.ts';
import { readDeviceKey, sealSecret } from '../../domain/tickets/sealing.ts';
import { claimCodeOf, transferOfClaimCode } from '../../domain/transfers/claimCode.ts';
import { isUuid } from '../../domain/uuid.ts';
import type { SessionRow } from '../../sql/sessions/sessions.ts';
import type { MediumKind } from '../../sql/tickets/ticketMedia.ts';
import { selectTicketPrint } from '../../sql/tickets/ticketPrints.ts';
import type { TicketRow } from '../../sql/tickets/tickets.ts';
import { selectOpenTransfersTo } from '../../sql/transfers/ticketTransfers.ts';
import { trimmedText } from '../trimmedText.ts';
import { ticketProblem, transferProblem } from './ticketProblems.ts';

const deviceNameMax = 60;
const reasonMax = 500;

export const ticketResolvers: Resolvers = {
  Ticket: {
    activatesAt: async ({ sessionId }, _args, { loaders }) => {
      const session = (await loaders.session.load(sessionId)) as SessionRow;
      return venueTime(session.ticketsActivateAt, session.utcOffsetMinutes);
    },
    checkInStatus,
    presence: checkInStatus,
    medium: ({ id }, _args, { loaders }) => loaders.mediumOfTicket.load(id),
    carrier: ({ id }, _args, { loaders }) => loaders.mediumOfTicket.load(id),
    transfer: ({ id }, _args, { loaders }) => loaders.openTransferOfTicket.load(id),
  },
  TicketMedium: {
    issuedAt: ({ madeAt }) => madeAt,
  },
  TicketTransfer: {
    id: ({ id }) => encodeId('trf', id),
    ticket: async ({ ticketId }, _args, { loaders, viewer }) => {
      const ticket = await loaders.ticket.load(ticketId);
      return ticket !== null && mayRead(viewer, ticket.ownerId) ? ticket : null;
    },
    session: async ({ sessionId }, _args, { loaders }) => (await loaders.session.load(sessionId)) as SessionRow,
    claimCode: ({ id, senderId, recipientId, state }, _args, { keys, viewer }) =>
      viewer.subject === senderId && recipientId === null && state === 'OFFERED'
        ? claimCodeOf(keys.documentKey, id)
        : null,
  },
  Fan: {
    incomingTransfers: ({ id }, _args, { database }) => selectOpenTransfersTo(database, id),
  },
  Mutation: {
    activateTicket: async (_root, { input }, context) => {
      const fanId = requireFan(context.viewer);
      const deviceKey = readDeviceKey(input.deviceKey);
      if (deviceKey === null)
        throw new ClientError('BAD_USER_INPUT', 'deviceKey is not an X25519 public key in base64url.');
      const name = trimmedText(input.deviceName, 'deviceName', 1, deviceNameMax);
      const outcome = await issue(context, fanId, input.ticket, { kind: 'DEVICE', deviceKey: input.deviceKey, name });
      if (outcome.kind !== 'Issued') return ticketProblem(outcome);
      const { signedTicket, secret, body } = outcome.on;
      const { utcOffsetMinutes } = outcome.ticket;
      return {
        __typename: 'TicketActivated',
        ticket: await loadTicket(context, body.ticketId),
        signedTicket,
        sealedSecret: sealSecret(secret as Buffer, deviceKey, signedTicket),
        codeDigits: codeDigits,
        codePeriodSeconds: periodSeconds,
        serverTime: context.clock.now(),
        validFrom: venueTime(body.validFrom, utcOffsetMinutes),
        validUntil: venueTime(body.validUntil, utcOffsetMinutes),
      };
    },
    addTicketToGoogleWallet: async (_root, { input }, context) => {
      const outcome = await issue(context, requireFan(context.viewer), input.ticket, {
        kind: 'GOOGLE_WALLET',
        deviceKey: null,
        name: null,
      });
      if (outcome.kind !== 'Issued') return ticketProblem(outcome);
      const print = await selectTicketPrint(context.database, outcome.ticket.id);
      return {
        __typename: 'GoogleWalletTicket',
        ticket: await loadTicket(context, outcome.ticket.id),
        object: googleWalletObject(context.walletIssuerId, outcome.on, print),
      };
    },
    printTicket: async (_root, { input }, context) => {
      const outcome = await issue(context, requireFan(context.viewer), input.ticket, {
        kind: 'PRINT',
        deviceKey: null,
        name: null,
      });
      if (outcome.kind !== 'Issued') return ticketProblem(outcome);
      const path = `/tickets/${documentSegment(context.keys.documentKey, outcome.on.body)}`;
      return {
        __typename: 'TicketPrinted',
        ticket: await loadTicket(context, outcome.ticket.id),
        pdfPath: `${path}/ticket.pdf`,
        pngPath: `${path}/ticket.png`,
        svgPath: `${path}/ticket.svg`,
        passPath: `${path}/ticket.pkpass`,
      };
    },
    offerTicketTransfer: async (_root, { input }, context) => {
      const fanId = requireFan(context.viewer);
      const recipientId = input.recipient == null ? null : decodeId(input.recipient, 'fan');
      const ticketId = uuidOf(input.ticket, 'tkt');
      if (ticketId === null) return ticketProblem({ kind: 'NotFound' });
      const outcome = await offerTransfer(context, { ticketId, fanId, recipientId });
      if (outcome.kind !== 'Offered') return ticketProblem(outcome);
      return { __typename: 'TicketTransferOffered', transfer: outcome.transfer };
    },
    cancelTicketTransfer: (_root, { input }, context) => end(context, input.transfer, 'CANCELLED'),
    declineTicketTransfer: (_root, { input }, context) => end(context, input.transfer, 'DECLINED'),
    acceptTicketTransfer: async (_root, { input }, context) => {
      const fanId = requireFan(context.viewer);
      const { transfer, claimCode } = input;
      if ((transfer == null) === (claimCode == null)) {
        throw new ClientError('BAD_USER_INPUT', 'Give the transfer or the claim code: one of the two.');
      }
      const transferId =
        claimCode == null
          ? uuidOf(transfer as string, 'trf')
          : transferOfClaimCode(context.keys.documentKey, claimCode);
      if (transferId === null) return transferProblem({ kind: 'NotFound' });
      const outcome = await acceptTransfer(context, { transferId, fanId, byClaimCode: claimCode != null });
      if (outcome.kind !== 'Accepted') return transferProblem(outcome);
      return { __typename: 'TicketTransferAccepted', ticket: await loadTicket(context, outcome.ticketId) };
    },
    revokeTicket: (_root, { input }, context) => changeByStaff(context, input, 'revoked'),
    reissueTicket: (_root, { input }, context) => changeByStaff(context, input, 'reissued'),
  },
};

/** The UUID of a global id; null when there can be nothing of that id. */
function uuidOf(id: string, prefix: 'tkt' | 'trf'): string | null {
  const key = decodeId(id, prefix);
  return isUuid(key) ? key : null;
}

/** The ticket as it is after a command; the loader may have seen it before. */
async function loadTicket({ loaders }: TicketingContext, ticketId: string): Promise<TicketRow> {
  loaders.mediumOfTicket.clear(ticketId);
  return (await loaders.ticket.clear(ticketId).load(ticketId)) as TicketRow;
}

interface Medium {
  readonly kind: MediumKind;
  readonly deviceKey: string | null;
  readonly name: string | null;
}

async function issue(
  context: TicketingContext,
  fanId: string,
  ticket: string,
  medium: Medium,
): Promise<IssueToMediumOutcome> {
  const ticketId = uuidOf(ticket, 'tkt');
  return ticketId === null ? { kind: 'NotFound' } : issueToMedium(context, { ticketId, fanId, ...medium });
}

async function end(context: TicketingContext, transfer: string, as: 'CANCELLED' | 'DECLINED') {
  const fanId = requireFan(context.viewer);
  const transferId = uuidOf(transfer, 'trf');
  if (transferId === null) return transferProblem({ kind: 'NotFound' });
  const outcome = await endTransfer(context.database, { transferId, fanId, as });
  if (outcome.kind !== 'Ended') return transferProblem(outcome);
  return { __typename: 'TicketTransferEnded' as const, transfer: outcome.transfer };
}

async function changeByStaff(
  context: TicketingContext,
  input: { readonly ticket: string; readonly reason: string },
  change: 'revoked' | 'reissued',
) {
  const staffId = requireStaff(context.viewer);
  const reason = trimmedText(input.reason, 'reason', 3, reasonMax);
  const ticketId = uuidOf(input.ticket, 'tkt');
  if (ticketId === null) return ticketProblem({ kind: 'NotFound' });
  const outcome = await changeTicketByStaff(context.database, { ticketId, staffId, reason, change });
  if (outcome.kind !== 'Changed') return ticketProblem(outcome);
  return { __typename: 'TicketChanged' as const, ticket: await loadTicket(context, ticketId) };
}

async function checkInStatus({ id }: TicketRow, _args: unknown, { loaders }: TicketingContext): Promise<CheckInStatus> {
  const status = await loaders.checkInStatusOfTicket.load(id);
  if (status === null || status.entries === 0) return 'NOT_ENTERED';
  return status.inside ? 'INSIDE' : 'LEFT';
}
