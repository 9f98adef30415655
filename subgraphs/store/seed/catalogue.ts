import { type MerchandiseKind, merchandiseKinds, type World } from '@games/demonstration';
import { searchTextOf } from '../src/domain/catalogue/searchText.ts';
import { licenceFor } from './merchants.ts';

export interface ProductText {
  readonly title: string;
  readonly description: string;
}

type Texts<Text> = Readonly<Record<'en' | 'fr' | 'es', Text>>;

export interface Product {
  readonly id: string;
  readonly handle: string;
  readonly licence: string;
  readonly kind: MerchandiseKind;
  readonly state: 'ACTIVE' | 'DRAFT' | 'ARCHIVED';
  readonly texts: Texts<ProductText>;
  readonly searchText: string;
  readonly athlete: string | null;
  readonly organisation: string | null;
  readonly discipline: string | null;
  readonly position: number;
  readonly createdMs: number;
  readonly usdCents: number;
  readonly variants: readonly Variant[];
  /** Names of the collections that it is in. */
  readonly collections: readonly string[];
}

export interface Variant {
  readonly sku: string;
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly barcode: string;
  readonly weightGrams: number;
}

/** What a product is about: its name in each language, and whom it belongs to. */
interface Subject {
  readonly key: string;
  readonly names: Texts<string>;
  readonly kinds: readonly string[];
  readonly athlete?: string;
  readonly organisation?: string;
  readonly discipline?: string;
  readonly collections: readonly string[];
  readonly dearer?: number;
}

const productsAtFullScale = 3_000;
const sizes = ['XS', 'S', 'M', 'L', 'XL', 'XXL'];
const colours = ['sea blue', 'sand', 'coral'];
const minuteMs = 60_000;

/** Every product of the store: 3,000 at full scale, in the store's own arrangement. */
export function createProducts(world: World): readonly Product[] {
  const subjects = [
    ...gamesSubjects(),
    ...disciplineSubjects(world),
    ...athleteSubjects(world),
    ...heritageSubjects(),
    ...organisationSubjects(world),
  ];
  const kinds = new Map(merchandiseKinds.map((kind) => [kind.code, kind]));
  const wanted = subjects.flatMap((subject) =>
    subject.kinds.map((code) => ({ subject, kind: kinds.get(code) as MerchandiseKind })),
  );
  const editions = fillUp(wanted, world.scale === 'full' ? productsAtFullScale : wanted.length);
  const stream = world.random('store.catalogue');
  const opening = Date.parse(`${world.games.start}T00:00:00${world.games.offset}`);
  return editions.map(({ subject, kind, edition }, index) => {
    const handle = [subject.key, kind.code, ...(edition > 1 ? [`edition-${edition}`] : [])].join('-');
    const texts = textsOf(subject, kind, edition);
    const number = String(index + 1).padStart(5, '0');
    return {
      id: number,
      handle,
      licence: licenceFor(kind.code, kind.choice === 'SIZE', stream),
      kind,
      state: stateOf(index),
      texts,
      searchText: searchTextOf(Object.values(texts).map(({ title }) => title)),
      athlete: subject.athlete ?? null,
      organisation: subject.organisation ?? null,
      discipline: subject.discipline ?? null,
      position: index + 1,
      createdMs: opening - stream.whole(1, 200 * 24 * 60) * minuteMs,
      usdCents: Math.round(kind.usdCents * (subject.dearer ?? 1) * (1 + 0.05 * (edition - 1))),
      variants: variantsOf(kind, number),
      collections: subject.collections,
    };
  });
}

/** A few drafts and things of the past are in every catalogue. */
function stateOf(index: number): Product['state'] {
  if (index % 97 === 96) return 'DRAFT';
  return index % 89 === 88 ? 'ARCHIVED' : 'ACTIVE';
}

/** Exactly as many products as wanted: the list cut off, or gone through again in further editions. */
function fillUp<Wanted extends object>(wanted: readonly Wanted[], count: number) {
  return Array.from({ length: count }, (_, index) => ({
    ...(wanted[index % wanted.length] as Wanted),
    edition: Math.floor(index / wanted.length) + 1,
  }));
}

const allKinds = merchandiseKinds.map(({ code }) => code);

function gamesSubjects(): readonly Subject[] {
  const designs = [
    ['games', 'Port Meridian 2028', 'Port Meridian 2028', 'Port Meridian 2028'],
    ['waves', 'Waves', 'Vagues', 'Olas'],
    ['lighthouse', 'Lighthouse', 'Phare', 'Faro'],
    ['sunset', 'Harbour Sunset', 'Coucher de soleil sur le port', 'Atardecer en el puerto'],
    ['volunteers', 'Volunteers', 'Bénévoles', 'Voluntarios'],
  ] as const;
  return designs.map(([key, en, fr, es]) => ({
    key,
    names: { en, fr, es },
    kinds: allKinds,
    collections: ['games', `design-${key}`],
  }));
}

function heritageSubjects(): readonly Subject[] {
  return [1928, 1948, 1968, 1988, 2008].map((year) => ({
    key: `heritage-${year}`,
    names: { en: `Heritage ${year}`, fr: `Patrimoine ${year}`, es: `Patrimonio ${year}` },
    kinds: ['t-shirt', 'poster', 'pin', 'mug', 'scarf', 'book', 'print', 'cap', 'towel', 'jacket'],
    collections: ['heritage', `heritage-${year}`],
    dearer: 1.25,
  }));
}

function disciplineSubjects({ disciplines }: World): readonly Subject[] {
  return disciplines.map(({ code, names }) => ({
    key: code.toLowerCase(),
    names: { en: names.en ?? code, fr: names.fr ?? code, es: names.es ?? code },
    kinds: ['t-shirt', 'hoodie', 'cap', 'pin', 'poster', 'mug', 'magnet', 'key-ring', 'bottle', 'tote-bag'],
    discipline: code,
    collections: ['games'],
  }));
}

function organisationSubjects({ organisations, scale }: World): readonly Subject[] {
  const chosen = scale === 'full' ? organisations : organisations.filter(({ strength }) => strength > 40);
  return chosen.map(({ code, name, names }) => ({
    key: `team-${code.toLowerCase()}`,
    names: { en: `Team ${name}`, fr: `Équipe ${names.fr ?? name}`, es: `Equipo ${names.es ?? name}` },
    kinds: ['jersey', 'scarf', 'flag', 'cap', 'pin'],
    organisation: code,
    collections: ['games'],
  }));
}

/** Goods of the most prominent athletes: of 280 at full scale, of 40 at small scale. */
function athleteSubjects({ athletes, scale }: World): readonly Subject[] {
  const stars = [...athletes].sort((a, b) => b.prominence - a.prominence || (a.code < b.code ? -1 : 1));
  return stars
    .slice(0, scale === 'full' ? 280 : 40)
    .map(({ code, givenName, familyName, organisation, discipline }) => {
      const name = `${givenName} ${familyName}`;
      return {
        key: `athlete-${code}`,
        names: { en: name, fr: name, es: name },
        kinds: ['jersey', 't-shirt', 'poster', 'print'],
        athlete: code,
        organisation,
        discipline,
        collections: [`athlete-${code}`],
        dearer: 1.15,
      };
    });
}

function textsOf({ names }: Subject, { names: kind }: MerchandiseKind, edition: number): Texts<ProductText> {
  const suffix = { en: 'edition', fr: 'édition', es: 'edición' };
  const text = (language: 'en' | 'fr' | 'es', description: string): ProductText => ({
    title: `${kind[language]} ${names[language]}${edition > 1 ? `, ${suffix[language]} ${edition}` : ''}`,
    description,
  });
  return {
    en: text('en', `${kind.en} of the ${names.en} range, made under licence of the Games.`),
    fr: text('fr', `${kind.fr} de la gamme ${names.fr}, sous licence des Jeux.`),
    es: text('es', `${kind.es} de la gama ${names.es}, con licencia de los Juegos.`),
  };
}

function variantsOf({ code, choice, grams }: MerchandiseKind, number: string): readonly Variant[] {
  const values = choice === 'SIZE' ? sizes : choice === 'COLOUR' ? colours : [null];
  return values.map((value, index) => ({
    sku: `XG${number}-${code.replaceAll('-', '').slice(0, 4).toUpperCase()}-${index + 1}`,
    options: value === null ? [] : [{ name: choice === 'SIZE' ? 'size' : 'colour', value }],
    barcode: withCheckDigit(`200${number}${String(index + 1).padStart(4, '0')}`),
    weightGrams: grams + (choice === 'SIZE' ? index * 12 : 0),
  }));
}

/** The check digit of GS1 (weights 3 and 1 from the right) after twelve digits. Numbers from 200 are for use in house. */
function withCheckDigit(digits: string): string {
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

export interface Collection {
  readonly id: string;
  readonly kind: 'GAMES' | 'HERITAGE' | 'ATHLETE';
  readonly titles: Texts<string>;
}

/** The collections that products name, in the order in which the store shows them. */
export function createCollections(world: World): readonly Collection[] {
  const fixed: readonly Collection[] = [
    { id: 'games', kind: 'GAMES', titles: { en: 'The Games', fr: 'Les Jeux', es: 'Los Juegos' } },
    { id: 'heritage', kind: 'HERITAGE', titles: { en: 'Heritage', fr: 'Patrimoine', es: 'Patrimonio' } },
    ...gamesSubjects().map(({ key, names }): Collection => ({ id: `design-${key}`, kind: 'GAMES', titles: names })),
    ...heritageSubjects().map(({ key, names }): Collection => ({ id: key, kind: 'HERITAGE', titles: names })),
  ];
  const athletes = athleteSubjects(world).map(
    ({ key, names }): Collection => ({ id: key, kind: 'ATHLETE', titles: names }),
  );
  return [...fixed, ...athletes];
}
