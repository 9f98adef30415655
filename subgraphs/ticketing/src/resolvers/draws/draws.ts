import type { Resolvers } from '@games/schema/generated/ticketing.ts';
import { ClientError } from '@games/service';
import { decodeId } from '@games/subgraph';
import { requireFan, requireStaff } from '../../access.ts';
import { closeDraw } from '../../commands/draws/closeDraw.ts';
import { openDraw } from '../../commands/draws/openDraw.ts';
import { publishDraw } from '../../commands/draws/publishDraw.ts';
import { registerForDraw } from '../../commands/draws/registerForDraw.ts';
import { runDraw } from '../../commands/draws/runDraw.ts';
import { withdrawFromDraw } from '../../commands/draws/withdrawFromDraw.ts';
import type { TicketingContext } from '../../context.ts';
import { drawAlgorithm } from '../../domain/draws/drawRecord.ts';
import { selectDrawEntry } from '../../sql/draws/drawLifecycle.ts';
import type { DrawRow } from '../../sql/draws/draws.ts';
import { trimmedText } from '../trimmedText.ts';
import { drawProblem } from './drawProblems.ts';

const beaconSourceLengthMax = 200;
const beaconValuePattern = /^[\x21-\x7e]{1,200}$/;
const phasePattern = /^[A-Za-z0-9-]{1,64}$/;

const drawNow = async ({ loaders }: TicketingContext, code: string): Promise<DrawRow> =>
  (await loaders.drawByCode.clear(code).load(code)) as DrawRow;

/** Registering, and what staff does with draws. Who may do it is decided before anything is read. */
export const drawResolvers: Resolvers = {
  Draw: {
    algorithm: () => drawAlgorithm,
    myEntry: ({ id }, _args, { database, viewer }) =>
      viewer.kind === 'fan' && viewer.subject !== null ? selectDrawEntry(database, id, viewer.subject) : null,
  },
  Fan: {
    drawEntry: async ({ id }, args, { database, loaders }) => {
      const draw = await loaders.drawByCode.load(decodeId(args.draw, 'drw'));
      return draw === null ? null : selectDrawEntry(database, draw.id, id);
    },
  },
  Mutation: {
    registerForDraw: async (_root, { input }, { database, clock, viewer }) => {
      const fan = { fanId: requireFan(viewer), country: viewer.country };
      const outcome = await registerForDraw({ database, clock }, decodeId(input.draw, 'drw'), fan);
      if (outcome.kind !== 'Registered') return drawProblem(outcome);
      return { __typename: 'DrawRegistered', entry: outcome.entry };
    },
    withdrawFromDraw: async (_root, { input }, context) => {
      const fanId = requireFan(context.viewer);
      const outcome = await withdrawFromDraw(context, decodeId(input.draw, 'drw'), fanId);
      if (outcome.kind !== 'Withdrawn') return drawProblem(outcome);
      return { __typename: 'DrawWithdrawn', draw: await drawNow(context, outcome.code) };
    },
    openDraw: async (_root, { input }, context) => {
      const staffId = requireStaff(context.viewer);
      const { phase } = input;
      const beaconSource =
        input.beaconSource == null ? null : trimmedText(input.beaconSource, 'beaconSource', 1, beaconSourceLengthMax);
      if (!phasePattern.test(phase)) return drawProblem({ kind: 'PhaseNotFound' });
      const outcome = await openDraw(context, { phase, beaconSource, staffId });
      if (outcome.kind !== 'Opened') return drawProblem(outcome);
      return { __typename: 'DrawOpened', draw: await drawNow(context, outcome.code) };
    },
    closeDraw: async (_root, { input }, context) => {
      const staffId = requireStaff(context.viewer);
      const outcome = await closeDraw(context, decodeId(input.draw, 'drw'), staffId);
      if (outcome.kind !== 'Closed') return drawProblem(outcome);
      return { __typename: 'DrawClosed', draw: await drawNow(context, outcome.code), excluded: outcome.excluded };
    },
    runDraw: async (_root, { input }, context) => {
      const staffId = requireStaff(context.viewer);
      const beaconValue = input.beaconValue ?? null;
      if (beaconValue !== null && !beaconValuePattern.test(beaconValue)) {
        throw new ClientError('BAD_USER_INPUT', 'beaconValue has 1 to 200 printable characters without blanks.');
      }
      const outcome = await runDraw(context, decodeId(input.draw, 'drw'), beaconValue, staffId);
      if (outcome.kind !== 'Held') return drawProblem(outcome);
      return { __typename: 'DrawHeld', draw: await drawNow(context, outcome.code) };
    },
    publishDraw: async (_root, { input }, context) => {
      const staffId = requireStaff(context.viewer);
      const outcome = await publishDraw(context, decodeId(input.draw, 'drw'), staffId);
      if (outcome.kind !== 'Published') return drawProblem(outcome);
      return { __typename: 'DrawPublished', draw: await drawNow(context, outcome.code) };
    },
  },
};
