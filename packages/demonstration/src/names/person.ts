import type { Delegation } from '../organisations/delegations.ts';
import type { Random } from '../random.ts';
import type { PersonGender } from '../world.ts';
import type { NameStock } from './nameStock.ts';
import { nameStocks } from './stocks.ts';

export interface PersonName {
  readonly givenName: string;
  readonly familyName: string;
  /** `FAMILY Given`. */
  readonly printName: string;
  /** `Given FAMILY`. */
  readonly tvName: string;
}

/** How often the second and each further stock of a delegation is taken, against the first. */
const laterStockWeight = 0.4;

/** A name as people of the delegation may have it. All parts of it are invented together. */
export function createName(random: Random, delegation: Delegation, gender: PersonGender): PersonName {
  const stock =
    nameStocks[
      random.pickWeighted(delegation.stocks, (name) => (name === delegation.stocks[0] ? 1 : laterStockWeight))
    ];
  const givenName = random.pick(gender === 'M' ? stock.men : stock.women);
  const familyName = inflect(random.pick(stock.family), gender, stock);
  const upper = familyName.toUpperCase();
  return { givenName, familyName, printName: `${upper} ${givenName}`, tvName: `${givenName} ${upper}` };
}

function inflect(family: string, gender: PersonGender, stock: NameStock): string {
  if (gender === 'M') return family;
  const rule = stock.feminine.find(([ending]) => ending.test(family));
  return rule === undefined ? family : family.replace(rule[0], rule[1]);
}
