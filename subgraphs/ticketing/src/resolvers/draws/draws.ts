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
import * as problems from './drawProblems.ts';

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
      const fan = { fanId: requireFan(viewer), country: viewer.territory };
      const outcome = await registerForDraw({ database, clock }, decodeId(input.draw, 'drw'), fan);
      switch (outcome.kind) {
        case 'Registered':
          return { __typename: 'DrawRegistered', entry: outcome.entry };
        case 'NotFound':
          return problems.drawNotFound();
        case 'RegistrationNotOpen':
          return problems.registrationNotOpen(outcome);
        case 'OtherCountry':
          return problems.otherCountry(outcome.countries);
        case 'AccountCapReached':
          return problems.accountCapReached(outcome);
      }
    },
    withdrawFromDraw: async (_root, { input }, context) => {
      const fanId = requireFan(context.viewer);
      const outcome = await withdrawFromDraw(context, decodeId(input.draw, 'drw'), fanId);
      switch (outcome.kind) {
        case 'Withdrawn':
          return { __typename: 'DrawWithdrawn', draw: await drawNow(context, outcome.code) };
        case 'NotFound':
          return problems.drawNotFound();
        case 'RegistrationNotOpen':
          return problems.registrationNotOpen(outcome);
      }
    },
    openDraw: async (_root, { input }, context) => {
      const staffId = requireStaff(context.viewer);
      const { phase } = input;
      const beaconSource =
        input.beaconSource == null ? null : trimmedText(input.beaconSource, 'beaconSource', 1, beaconSourceLengthMax);
      if (!phasePattern.test(phase)) return problems.phaseNotFound();
      const outcome = await openDraw(context, { phase, beaconSource, staffId });
      switch (outcome.kind) {
        case 'Opened':
          return { __typename: 'DrawOpened', draw: await drawNow(context, outcome.code) };
        case 'PhaseNotFound':
          return problems.phaseNotFound();
        case 'TooLate':
          return problems.tooLate(outcome.registrationOpensAt);
        case 'Final':
          return problems.final();
      }
    },
    closeDraw: async (_root, { input }, context) => {
      const staffId = requireStaff(context.viewer);
      const outcome = await closeDraw(context, decodeId(input.draw, 'drw'), staffId);
      switch (outcome.kind) {
        case 'Closed':
          return {
            __typename: 'DrawClosed',
            draw: await drawNow(context, outcome.code),
            excluded: outcome.excluded,
          };
        case 'NotFound':
          return problems.drawNotFound();
        case 'RegistrationNotOver':
          return problems.registrationNotOver(outcome.closesAt);
      }
    },
    runDraw: async (_root, { input }, context) => {
      const staffId = requireStaff(context.viewer);
      const beaconValue = input.beaconValue ?? null;
      if (beaconValue !== null && !beaconValuePattern.test(beaconValue)) {
        throw new ClientError('BAD_USER_INPUT', 'beaconValue has 1 to 200 printable characters without blanks.');
      }
      const outcome = await runDraw(context, decodeId(input.draw, 'drw'), beaconValue, staffId);
      switch (outcome.kind) {
        case 'Held':
          return { __typename: 'DrawHeld', draw: await drawNow(context, outcome.code) };
        case 'NotFound':
          return problems.drawNotFound();
        case 'NotClosed':
          return problems.notClosed();
        case 'BeaconMismatch':
          return problems.beaconMismatch(outcome.beaconSource);
        case 'Final':
          return problems.final();
      }
    },
    publishDraw: async (_root, { input }, context) => {
      const staffId = requireStaff(context.viewer);
      const outcome = await publishDraw(context, decodeId(input.draw, 'drw'), staffId);
      switch (outcome.kind) {
        case 'Published':
          return { __typename: 'DrawPublished', draw: await drawNow(context, outcome.code) };
        case 'NotFound':
          return problems.drawNotFound();
        case 'NotHeld':
          return problems.notHeld();
      }
    },
  },
};
