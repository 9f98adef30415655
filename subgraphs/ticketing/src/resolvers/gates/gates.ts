import type { Resolvers, SetGateInput } from '@games/schema/generated/ticketing.ts';
import { ClientError } from '@games/service';
import { decodeId, encodeId, readPage, toConnection } from '@games/subgraph';
import { requireStaff } from '../../access.ts';
import { createGateEnrolment } from '../../commands/gates/createGateEnrolment.ts';
import { resolveEntryConflict } from '../../commands/gates/resolveEntryConflict.ts';
import { revokeGateDevice } from '../../commands/gates/revokeGateDevice.ts';
import { storeGate } from '../../commands/gates/storeGate.ts';
import type { TicketingContext } from '../../context.ts';
import { isUuid } from '../../domain/uuid.ts';
import { type DeviceRow, type GateRow, selectGates } from '../../sql/gates/gates.ts';
import { type AttendanceRow, type ScanRow, selectEntryConflicts } from '../../sql/gates/scans.ts';
import type { SessionRow } from '../../sql/sessions/sessions.ts';
import type { TicketRow } from '../../sql/tickets/tickets.ts';
import { problem } from '../problem.ts';
import { trimmedText } from '../trimmedText.ts';

const gateCodePattern = /^[A-Za-z0-9-]{1,64}$/;

/** Everything here is for staff. */
export const gateResolvers: Resolvers = {
  Query: {
    gates: (_root, { venue }, { database, viewer }) => {
      requireStaff(viewer);
      return selectGates(database, venue ?? null);
    },
  },
  Gate: {
    id: ({ code }) => encodeId('gat', code),
    venue: ({ venueCode }) => ({ code: venueCode }),
    devices: ({ id }, _args, { loaders }) => loaders.devicesOfGate.load(id),
  },
  GateDevice: {
    id: ({ id }) => encodeId('gdv', id),
    gate: async ({ gateId }, _args, { loaders }) => (await loaders.gate.load(gateId)) as GateRow,
  },
  Scan: {
    id: ({ id }) => encodeId('scn', id),
    device: async ({ deviceId }, _args, { loaders }) => (await loaders.device.load(deviceId)) as DeviceRow,
  },
  EntryConflict: {
    ticket: async ({ ticketId }, _args, { loaders }) => (await loaders.ticket.load(ticketId)) as TicketRow,
    session: async ({ sessionId }, _args, { loaders }) => (await loaders.session.load(sessionId)) as SessionRow,
    first: async ({ firstScanId }, _args, { loaders }) => (await loaders.scan.load(firstScanId)) as ScanRow,
    second: async ({ secondScanId }, _args, { loaders }) => (await loaders.scan.load(secondScanId)) as ScanRow,
  },
  TicketedSession: {
    attendance: async ({ id }, _args, { loaders, viewer }) => {
      requireStaff(viewer);
      return (await loaders.attendanceOfSession.load(id)) as AttendanceRow;
    },
    entryConflicts: async ({ id }, { state, ...args }, { database, viewer }) => {
      requireStaff(viewer);
      const page = readPage(args, `entryConflicts ${id} ${state ?? ''}`);
      const rows = await selectEntryConflicts(database, id, state ?? null, page);
      return toConnection(rows, page, (row) => [row.foundAt.toISOString(), row.secondScanId]);
    },
  },
  Mutation: {
    setGate: async (_root, { input }, context) => {
      const gate = await gateOf(input, context);
      return gate === null ? gateCodeTaken : { __typename: 'GateSet', gate };
    },
    storeGate: async (_root, { input }, context) => {
      const gate = await gateOf(input, context);
      return gate === null ? gateCodeTaken : { __typename: 'GateStored', gate };
    },
    createGateEnrolment: async (_root, { input }, { database, viewer }) => {
      const outcome = await createGateEnrolment(database, { gate: input.gate, staffId: requireStaff(viewer) });
      if (outcome.kind === 'NotFound') {
        return problem('GateNotFound', 'GATE_NOT_FOUND', 'There is no gate with this code.');
      }
      const { gate, code, expiresAt } = outcome;
      return { __typename: 'GateEnrolmentCreated', gate, code, expiresAt };
    },
    revokeGateDevice: async (_root, { input }, { database, viewer }) => {
      const staffId = requireStaff(viewer);
      const deviceId = decodeId(input.device, 'gdv');
      const device = isUuid(deviceId) ? await revokeGateDevice(database, deviceId, staffId) : null;
      if (device !== null) return { __typename: 'GateDeviceRevoked', device };
      return problem('GateDeviceNotFound', 'GATE_DEVICE_NOT_FOUND', 'There is no such device.');
    },
    resolveEntryConflict: async (_root, { input }, { database, viewer }) => {
      const staffId = requireStaff(viewer);
      const [firstScanId, secondScanId] = [decodeId(input.first, 'scn'), decodeId(input.second, 'scn')];
      const resolution = trimmedText(input.resolution, 'resolution', 3, 500);
      const known = isUuid(firstScanId) && isUuid(secondScanId);
      const request = { firstScanId, secondScanId, staffId, resolution };
      const conflict = known ? await resolveEntryConflict(database, request) : null;
      if (conflict !== null) return { __typename: 'EntryConflictResolved', conflict };
      const message = 'There is no such double entry, or it is not open.';
      return problem('EntryConflictNotOpen', 'ENTRY_CONFLICT_NOT_OPEN', message);
    },
  },
};

const gateCodeTaken = problem('GateCodeTaken', 'GATE_CODE_TAKEN', 'Another venue has a gate with this code.');

function gateOf(input: SetGateInput, { database, viewer }: TicketingContext): Promise<GateRow | null> {
  const staffId = requireStaff(viewer);
  if (!gateCodePattern.test(input.code)) {
    throw new ClientError('BAD_USER_INPUT', 'A gate’s code has letters, digits and hyphens.');
  }
  const name = trimmedText(input.name, 'name', 1, 60);
  return storeGate(database, { code: input.code, venueCode: input.venue, name }, staffId);
}
