/** A library: books and films under one interface, the people who made them, and what is said about them. */

export type AuthorRow = {
  readonly id: string;
  readonly name: string;
  readonly born: number | null;
  readonly favouriteId: string | null;
};
export type BookRow = {
  readonly kind: 'Book';
  readonly id: string;
  readonly title: string;
  readonly tags: readonly (readonly string[])[] | null;
  readonly extra: unknown;
  readonly pages: number;
  readonly chapters: readonly { readonly title: string; readonly pages: number }[];
  readonly publisherId: string | null;
  readonly makerId: string;
};
export type FilmRow = {
  readonly kind: 'Film';
  readonly id: string;
  readonly title: string;
  readonly tags: readonly (readonly string[])[] | null;
  readonly extra: unknown;
  readonly minutes: number;
  readonly format: 'DIGITAL' | 'REEL_35';
  readonly makerId: string;
};
export type MediaRow = BookRow | FilmRow;
export type CommentRow = {
  readonly id: string;
  readonly text: string;
  readonly stars: number;
  readonly byId: string | null;
  readonly aboutId: string;
};
export type PublisherRow = { readonly id: string; readonly name: string; readonly city: string };

export const authors: readonly AuthorRow[] = [
  { id: 'a1', name: 'Ines Duarte', born: 1951, favouriteId: 'f1' },
  { id: 'a2', name: 'Tomas Vrba', born: null, favouriteId: 'b1' },
  { id: 'a3', name: 'Keiko "K." Mori', born: 1987, favouriteId: null },
  { id: 'a4', name: 'Olumide Ade', born: 1979, favouriteId: 'b3' },
];

export const publishers: readonly PublisherRow[] = [
  { id: 'p1', name: 'Northern Lights', city: 'Tromsø' },
  { id: 'p2', name: 'Quill & Sons', city: 'Accra' },
];

export const media: readonly MediaRow[] = [
  {
    kind: 'Book',
    id: 'b1',
    title: 'The Long Relay',
    tags: [['sport', 'history'], []],
    extra: { shelf: 4, loan: { days: 14, __proto__: null } },
    pages: 320,
    chapters: [
      { title: 'Start', pages: 120 },
      { title: 'Finish', pages: 200 },
    ],
    publisherId: 'p1',
    makerId: 'a1',
  },
  {
    kind: 'Book',
    id: 'b2',
    title: 'Hurdles\nand other poems',
    tags: null,
    extra: null,
    pages: 64,
    chapters: [],
    publisherId: null,
    makerId: 'a2',
  },
  {
    kind: 'Book',
    id: 'b3',
    title: 'Ice and Steel',
    tags: [['sport']],
    extra: [1, 'two', { three: 3 }],
    pages: 410,
    chapters: [{ title: 'Only one', pages: 410 }],
    publisherId: 'p2',
    makerId: 'a1',
  },
  {
    kind: 'Film',
    id: 'f1',
    title: 'Ten Thousand Metres',
    tags: [['sport'], ['long', 'film']],
    extra: 'plain',
    minutes: 131,
    format: 'REEL_35',
    makerId: 'a3',
  },
  {
    kind: 'Film',
    id: 'f2',
    title: 'Photo Finish',
    tags: null,
    extra: false,
    minutes: 88,
    format: 'DIGITAL',
    makerId: 'a1',
  },
];

export const comments: readonly CommentRow[] = [
  { id: 'c1', text: 'Could not put it down.', stars: 5, byId: 'a2', aboutId: 'b1' },
  { id: 'c2', text: 'Slow at the start.', stars: 3, byId: null, aboutId: 'b1' },
  { id: 'c3', text: 'Seen it four times.', stars: 5, byId: 'a1', aboutId: 'f1' },
  { id: 'c4', text: 'Too short!', stars: 2, byId: 'a4', aboutId: 'b2' },
  { id: 'c5', text: 'The sound is bad – the rest is not.', stars: 4, byId: 'a4', aboutId: 'f2' },
  { id: 'c6', text: 'A gift for my coach.', stars: 4, byId: 'a3', aboutId: 'b1' },
  { id: 'c7', text: '', stars: 1, byId: 'a1', aboutId: 'b3' },
];

export const mediaOf = (id: string | null): MediaRow | null => media.find((row) => row.id === id) ?? null;
export const authorOf = (id: string | null): AuthorRow | null => authors.find((row) => row.id === id) ?? null;
export const publisherOf = (id: string | null): PublisherRow | null => publishers.find((row) => row.id === id) ?? null;
export const commentOf = (id: string | null): CommentRow | null => comments.find((row) => row.id === id) ?? null;

export const worksOf = (authorId: string, first?: number | null): MediaRow[] =>
  media.filter(({ makerId }) => makerId === authorId).slice(0, first ?? media.length);

export type CommentArguments = { readonly limit?: number | null; readonly order?: 'NEW' | 'OLD' | null };
export const commentsOn = (mediaId: string, { limit, order }: CommentArguments): CommentRow[] => {
  const found = comments.filter(({ aboutId }) => aboutId === mediaId);
  return (order === 'OLD' ? found : found.reverse()).slice(0, limit ?? comments.length);
};

export const starsOf = (mediaId: string): number | null => {
  const found = comments.filter(({ aboutId }) => aboutId === mediaId);
  return found.length === 0 ? null : found.reduce((sum, { stars }) => sum + stars, 0) / found.length;
};

export const shelf = (kind?: 'BOOK' | 'FILM' | null): MediaRow[] =>
  media.filter((row) => kind === undefined || kind === null || row.kind.toUpperCase() === kind);

export const search = (text: string): (MediaRow | (AuthorRow & { readonly kind: 'Author' }))[] => [
  ...media.filter(({ title }) => title.toLowerCase().includes(text.toLowerCase())),
  ...authors
    .filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()))
    .map((row) => ({ ...row, kind: 'Author' as const })),
];

/** Pages and minutes of the first two works. */
export const output = (works: readonly { readonly pages?: number; readonly minutes?: number }[]): number =>
  works.reduce((sum, { pages, minutes }) => sum + (pages ?? 0) + (minutes ?? 0), 0);

export const taste = (favourite: { readonly title: string } | null): string | null =>
  favourite === null ? null : `likes ${favourite.title}`;

export const discussion = (texts: readonly { readonly text: string }[]): string =>
  texts.map(({ text }) => text.length).join('+');
