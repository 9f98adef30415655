import { demoFan, type World } from '@games/demonstration';
import type { Product } from './catalogue.ts';
import { randomKey } from './keys.ts';
import type { Offer, Order } from './sales.ts';

export interface Cart {
  readonly id: string;
  readonly fan: string;
  readonly market: string;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly lines: readonly { readonly sku: string; readonly quantity: number; readonly addedMs: number }[];
}

const hourMs = 3_600_000;

/** Carts that are being filled: the demonstration's fan has one in two markets, some others have theirs. */
export function createCarts(world: World, offers: ReadonlyMap<string, readonly Offer[]>): readonly Cart[] {
  const stream = world.random('store.carts');
  const nowMs = Date.parse(world.now);
  const owners = [
    { fan: demoFan.subject, market: 'US' },
    { fan: demoFan.subject, market: 'FR' },
    ...Array.from({ length: 120 }, (_, index) => ({
      fan: `fan-${index + 1}`,
      market: stream.pick(['US', 'GB', 'JP', 'BH', 'CN']),
    })),
  ];
  return owners.map(({ fan, market }) => {
    const createdMs = nowMs - stream.whole(2, 90) * hourMs;
    const lines = new Map<string, Cart['lines'][number]>();
    for (let count = stream.whole(2, 5); count > 0; count -= 1) {
      const { sku } = stream.pick(offers.get(market) ?? []).variant;
      lines.set(sku, { sku, quantity: stream.whole(1, 3), addedMs: createdMs + lines.size * 60_000 });
    }
    const id = randomKey(stream);
    return { id, fan, market, createdMs, updatedMs: createdMs + hourMs, lines: [...lines.values()] };
  });
}

export interface Review {
  readonly id: string;
  readonly order: Order;
  readonly sku: string;
  readonly product: Product;
  readonly rating: number;
  readonly title: string;
  readonly body: string;
  readonly language: string;
  readonly author: string;
  readonly state: 'PENDING' | 'APPROVED' | 'REJECTED';
  readonly createdMs: number;
}

type Words = readonly (readonly [title: string, body: string])[];

const words: Readonly<Record<'en' | 'fr' | 'es', readonly Words[]>> = {
  en: [
    [
      ['Not for me', 'It is thinner than it looks in the picture. I sent it back.'],
      ['Disappointed', 'The seam came open after a week.'],
    ],
    [
      ['It is all right', 'Good enough for the price, though the colour is paler than shown.'],
      ['Fine', 'Does what it should. Delivery took its time.'],
    ],
    [
      ['Lovely', 'Well made, and it arrived two days early.'],
      ['A good souvenir', 'My daughter has not taken it off since the opening ceremony.'],
      ['Worth it', 'Heavier than expected, and just right.'],
    ],
  ],
  fr: [
    [['Déçu', 'Plus fin que sur la photo. Je l’ai renvoyé.']],
    [['Correct', 'Bien pour le prix, mais la couleur est plus pâle que prévu.']],
    [
      ['Très beau', 'Belle qualité, et arrivé avec deux jours d’avance.'],
      ['Un beau souvenir', 'Ma fille ne le quitte plus.'],
    ],
  ],
  es: [
    [['Decepcionante', 'Más fino de lo que parece en la foto.']],
    [['Está bien', 'Correcto por lo que cuesta, aunque el color es más pálido.']],
    [
      ['Precioso', 'Muy bien hecho, y llegó dos días antes.'],
      ['Buen recuerdo', 'Mi hija no se lo quita.'],
    ],
  ],
};

/** What buyers wrote about orders that have reached them. */
export function createReviews(world: World, orders: readonly Order[]): readonly Review[] {
  const stream = world.random('store.reviews');
  const nowMs = Date.parse(world.now);
  let number = 0;
  return orders.flatMap((order) => {
    const completed = order.history.find(({ state }) => state === 'COMPLETED');
    if (!completed) return [];
    return order.lines.flatMap(({ product, variant }): Review[] => {
      const createdMs = completed.ms + stream.whole(1, 72) * hourMs;
      if (createdMs > nowMs || !stream.chance(0.55)) return [];
      number += 1;
      const rating = stream.pickWeighted([1, 2, 3, 4, 5], (stars) => [1, 1, 3, 8, 12][stars - 1] as number);
      const language = stream.pick((['en', 'fr', 'es'] as const).filter((tag) => order.market.languages.includes(tag)));
      const [title, body] = stream.pick(words[language][rating <= 2 ? 0 : rating === 3 ? 1 : 2] as Words);
      const { given, family } = order.person;
      const state = stream.pickWeighted(
        ['APPROVED', 'PENDING', 'REJECTED'] as const,
        (s) => ({ APPROVED: 90, PENDING: 8, REJECTED: 2 })[s],
      );
      const id = String(number).padStart(6, '0');
      return [
        {
          id,
          order,
          sku: variant.sku,
          product,
          rating,
          title,
          body,
          language,
          author: `${given} ${family.slice(0, 1)}.`,
          state,
          createdMs,
        },
      ];
    });
  });
}
