import type { Resolvers } from '@games/schema/generated/ticketing.ts';
import { ClientError } from '@games/service';
import { requireFan, requireStaff } from '../../access.ts';
import { setWaitingRoom } from '../../commands/waitingRoom/setWaitingRoom.ts';
import { gathersFrom, type PositionOutcome } from '../../domain/waitingRoom/positionView.ts';
import type { PhaseRow } from '../../sql/sales/sales.ts';
import { problem } from '../problem.ts';

const retryAfterSeconds = 3;

/** Bounds of what staff may set, as in the table. */
const bounds = {
  admissionsPerMinute: [1, 1_000_000],
  admissionMinutes: [1, 240],
  leadMinutes: [1, 1_440],
} as const;

export const waitingRoomResolvers: Resolvers = {
  WaitingRoom: {
    phase: async ({ phaseId }, _args, { loaders }) => (await loaders.phase.load(phaseId)) as PhaseRow,
    state: (room, _args, { waitingRooms }) => waitingRooms.stateOf(room),
    gathersFrom: (room) => gathersFrom(room),
    waiting: ({ room }, _args, { waitingRooms }) => waitingRooms.waitingIn(room),
  },
  Query: {
    waitingRoom: (_root, { phase }, { waitingRooms }) => waitingRooms.room(phase),
    waitingRoomPlace: async (_root, { position }, { waitingRooms, viewer }) =>
      toResult(await waitingRooms.find(requireFan(viewer), position)),
  },
  Mutation: {
    joinWaitingRoom: async (_root, { input }, { waitingRooms, viewer }) =>
      toResult(await waitingRooms.join(requireFan(viewer), input.phase, input.position ?? null)),
    setWaitingRoom: async (_root, { input }, { database, waitingRooms, viewer }) => {
      const staffId = requireStaff(viewer);
      const changes = {
        ...bounded(input, 'admissionsPerMinute'),
        ...bounded(input, 'admissionMinutes'),
        ...bounded(input, 'leadMinutes'),
        ...(input.paused == null ? {} : { paused: input.paused }),
      };
      const isSet = await setWaitingRoom(database, input.phase, changes, staffId);
      await waitingRooms.refresh();
      const room = await waitingRooms.room(input.phase);
      if (isSet && room !== null) return { __typename: 'WaitingRoomSet', room };
      return problem('WaitingRoomNotFound', 'WAITING_ROOM_NOT_FOUND', 'This phase of sale has no waiting room.');
    },
  },
  Subscription: {
    waitingRoomPlace: {
      subscribe: (_root, { position }, { waitingRooms, viewer, signal }) =>
        toPayloads(waitingRooms.watch(requireFan(viewer), position, signal)),
    },
  },
};

function bounded<Name extends keyof typeof bounds>(
  input: { readonly [Each in Name]?: number | null },
  name: Name,
): { readonly [Each in Name]?: number } {
  const value = input[name];
  if (value == null) return {};
  const [least, most] = bounds[name];
  if (value < least || value > most)
    throw new ClientError('BAD_USER_INPUT', `${name} must be from ${least} to ${most}.`);
  return { [name]: value } as { readonly [Each in Name]?: number };
}

async function* toPayloads(outcomes: AsyncIterable<PositionOutcome>) {
  for await (const outcome of outcomes) yield { waitingRoomPlace: toResult(outcome) };
}

function toResult(outcome: PositionOutcome) {
  switch (outcome.kind) {
    case 'Position':
      return { __typename: 'WaitingRoomPlace' as const, ...outcome };
    case 'NotOpen':
      return problem(
        'WaitingRoomNotOpen',
        'WAITING_ROOM_NOT_OPEN',
        'There is no waiting room that takes people in now.',
        { gathersFrom: outcome.gathersFrom },
      );
    case 'PositionRefused':
      return problem(
        'WaitingRoomPositionRefused',
        'WAITING_ROOM_POSITION_REFUSED',
        'This position was changed, or belongs to another account.',
      );
    case 'Unavailable':
      return problem(
        'WaitingRoomUnavailable',
        'WAITING_ROOM_UNAVAILABLE',
        'The waiting room does not answer for the moment. Nobody loses their position.',
        { retryAfterSeconds },
      );
  }
}
