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
  { id: '1', body: 'Love it!', authorId: '1', upc: '1' },
  { id: '2', body: 'Prefer something else, but for the price it will do.', authorId: '1', upc: '2' },
  { id: '3', body: 'Too expensive.', authorId: '2', upc: '3' },
  { id: '4', body: 'Could be better: "wobbly".', authorId: '2', upc: '4' },
  { id: '5', body: 'Bought three more for the office.', authorId: '2', upc: '1' },
  { id: '6', body: 'Prefer something else.\nLine two.', authorId: '3', upc: '1' },
  { id: '7', body: 'Fits through every door.', authorId: '3', upc: '1' },
  { id: '8', body: 'Broke on the second day, see my photos.', authorId: '4', upc: '1' },
  { id: '9', body: 'Brighter than the one before.', authorId: '4', upc: '6' },
  { id: '10', body: 'Good value – would buy again.', authorId: '5', upc: '2' },
  { id: '11', body: 'Loud but cold.', authorId: '6', upc: '8' },
];

/** Free above a price, by weight below. */
export const shippingEstimate = (price: number, weight: number): number => (price > 1000 ? 0 : Math.round(weight / 2));
