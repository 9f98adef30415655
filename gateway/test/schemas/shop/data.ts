/** A shop: users write reviews of products, products lie in stock. */

export type User = { readonly id: string; readonly name: string; readonly username: string; readonly birthday: number };
export type Product = {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
  readonly inStock: boolean;
};
export type Review = { readonly id: string; readonly body: string; readonly authorId: string; readonly upc: string };

export const users: readonly User[] = [
  { id: '1', name: 'Ama Mensah', username: 'ama', birthday: 1234567890 },
  { id: '2', name: 'Bruno Castelli', username: 'bruno', birthday: 1234567891 },
  { id: '3', name: 'Chiyo Tanaka', username: 'chiyo', birthday: 1234567892 },
  { id: '4', name: 'Davor Kolar', username: 'davor', birthday: 1234567893 },
  { id: '5', name: 'Elin Sørensen', username: 'elin', birthday: 1234567894 },
  { id: '6', name: 'Farid Nazari', username: 'farid', birthday: 1234567895 },
];

export const products: readonly Product[] = [
  { upc: '1', name: 'Table', price: 899, weight: 100, inStock: true },
  { upc: '2', name: 'Couch', price: 1299, weight: 1000, inStock: false },
  { upc: '3', name: 'Glass', price: 15, weight: 20, inStock: false },
  { upc: '4', name: 'Chair', price: 499, weight: 100, inStock: false },
  { upc: '5', name: 'TV', price: 1299, weight: 1000, inStock: true },
  { upc: '6', name: 'Lamp', price: 6999, weight: 300, inStock: true },
  { upc: '7', name: 'Grill', price: 3999, weight: 2000, inStock: true },
  { upc: '8', name: 'Fridge', price: 100000, weight: 6000, inStock: false },
  { upc: '9', name: 'Sofa', price: 9999, weight: 800, inStock: true },
];

export const reviews: readonly Review[] = [
  {
    id: '1',
    body: 'Love it! It has stood in our kitchen for two years now, three children have done their homework on it, and apart from one scratch near the left leg, which I made myself with a screwdriver, it looks as it did on the day it came through the door.',
    authorId: '1',
    upc: '1',
  },
  {
    id: '2',
    body: 'Bought three more for the office. The delivery came a day early, the driver helped to carry them up to the second floor, and each of them was put together in less than twenty minutes with nothing but the little key that lay in the box beside the screws.',
    authorId: '5',
    upc: '1',
  },
  {
    id: '3',
    body: 'Loud but cold. It hums when the door has been open for a while and then goes silent again for hours; the drawer for vegetables keeps salad fresh for more than a week, which the one before never managed, and it needs less current than the label says.',
    authorId: '5',
    upc: '8',
  },
  {
    id: '4',
    body: 'Prefer something else, but for the price it will do. The cushions are softer than they look in the photograph, so one sinks in a little further than one would like, and guests over sixty ask for a hand when they want to get up again after dinner.',
    authorId: '1',
    upc: '2',
  },
  {
    id: '5',
    body: 'Good value - would buy again. The cover comes off for washing and goes on again without a fight, the colour is the one that was shown, and the cat, who hates everything new on principle, took possession of the right-hand corner on the first evening.',
    authorId: '1',
    upc: '9',
  },
  {
    id: '6',
    body: 'Could be better: wobbly is the word my father used. One leg was shorter than the others by the thickness of a coin, and although the shop sent a new one within the week and asked for no photograph, it should not have left the factory like that.',
    authorId: '4',
    upc: '1',
  },
  {
    id: '7',
    body: 'Too expensive for what it is, though it is well made. The wood is real and smells of it, the edges are rounded, and the finish takes a hot cup without a mark; but for this sum I had hoped for a drawer, or at least for a place to put the cutlery.',
    authorId: '3',
    upc: '1',
  },
  {
    id: '8',
    body: 'Fits through every door, and I have a narrow one. It comes in four parts which snap together and hold, nothing creaks, nothing moves, and when we changed flats in the spring it came apart again in five minutes and none of the joints had worn out.',
    authorId: '4',
    upc: '9',
  },
  {
    id: '9',
    body: 'Brighter than the one before and easier to clean. We took the light grey one and were afraid of stains, but a damp cloth takes off everything that we have spilt on it so far, red wine and tomato sauce included, and no edge has faded in the sun.',
    authorId: '3',
    upc: '9',
  },
  {
    id: '10',
    body: 'Prefer something else. It is a good table, only too high for our chairs, and the shop does not sell the matching ones any more; they took it back without asking why, which is rare, and paid for the carriage, so I give it two stars for the service.',
    authorId: '3',
    upc: '1',
  },
  {
    id: '11',
    body: 'Broke on the second day, see my photos; the new one has held for a year. Customer service answered within the hour, sent a replacement the next morning and let me keep the top of the old one, out of which I have built a bench for the garden.',
    authorId: '4',
    upc: '1',
  },
];

/** Free above a price, by weight below. */
export const shippingEstimate = (price: number, weight: number): number => (price > 1000 ? 0 : Math.round(weight / 2));
