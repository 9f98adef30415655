import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type CompetitionService, events, type Json, startCompetition, units } from './competitionService.ts';

describe('brackets', () => {
  let service: CompetitionService;
  beforeEach(async () => {
    service = await startCompetition();
    await service.ingest('schedule/competitors-before-the-start-list', 'duel/brackets-v1');
  });
  afterEach(() => service.close());

  const bracket = async (): Promise<Json> => {
    const { event } = await service.ask(
      /* GraphQL */ `
        query ($code: String!) {
          event(code: $code) {
            brackets {
              code
              provenance { version }
              rounds {
                code
                items {
                  code
                  result
                  unit { code }
                  places {
                    position
                    seed
                    outcome
                    competitor { kind name code }
                    comesFrom { outcome unit { code } }
                  }
                }
              }
            }
          }
        }
      `,
      { code: events.women60 },
    );
    expect(event.brackets).toHaveLength(1);
    return event.brackets[0];
  };

  test('link backwards, and say of every place whether it is held, to be determined, a bye, or nobody’s', async () => {
    const { code, rounds } = await bracket();
    expect(code).toBe('FNL');
    expect(rounds.map((round: Json) => round.code)).toEqual(['QFNL', 'SFNL', 'FNL']);
    const kinds = rounds.map((round: Json) =>
      round.items.map((item: Json) => item.places.map((place: Json) => place.competitor.kind)),
    );
    expect(kinds).toEqual([
      [
        ['ATHLETE', 'ATHLETE'],
        ['ATHLETE', 'BYE'],
      ],
      [
        ['TO_BE_DETERMINED', 'ATHLETE'],
        ['ATHLETE', 'NO_COMPETITOR'],
      ],
      [['TO_BE_DETERMINED', 'TO_BE_DETERMINED']],
    ]);
    expect(rounds[1].items[0].places[0]).toEqual({
      position: 1,
      seed: null,
      outcome: null,
      competitor: { kind: 'TO_BE_DETERMINED', name: 'To be determined', code: null },
      comesFrom: { outcome: 'WON', unit: { code: units.quarterFinal } },
    });
    expect(rounds[0].items[0].places[0].comesFrom).toBeNull();
    expect(rounds[0].items[1].unit).toBeNull();
  });

  test('are replaced as a whole by the next version', async () => {
    await service.ingest('duel/brackets-v2');
    const { provenance, rounds } = await bracket();
    expect(provenance.version).toBe(2);
    expect(rounds[0].items[0]).toMatchObject({ result: '10-2' });
    expect(rounds[0].items[0].places.map((place: Json) => place.outcome)).toEqual(['WON', 'LOST']);
    expect(rounds[1].items[0].places[0].competitor).toEqual({ kind: 'ATHLETE', name: 'EKLUND Maja', code: '9000011' });
  });

  test('tell a unit its place and its competitors while there is no start list', async () => {
    await service.ingest('duel/brackets-v2');
    const { unit } = await service.ask(
      `{ unit(code: "GRPW60KG--------------SFNL000100--") { bracketItem { roundCode code } competitors { basis competitor { code } } } }`,
    );
    expect(unit).toEqual({
      bracketItem: { roundCode: 'SFNL', code: '1' },
      competitors: [
        { basis: 'BRACKET', competitor: { code: '9000011' } },
        { basis: 'BRACKET', competitor: { code: '9000014' } },
      ],
    });
  });
});
