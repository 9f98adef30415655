import { type Queryable, sql } from '@games/postgres';

export interface CartRow {
  readonly id: string;
  readonly fanSubject: string;
  readonly market: string;
  readonly state: 'OPEN' | 'CHECKOUT' | 'ORDERED' | 'ABANDONED';
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const columns = sql`
  c.id, c.fan_subject as "fanSubject", c.market, c.state, c.created_at as "createdAt", c.updated_at as "updatedAt"`;

export function selectCarts(db: Queryable, ids: readonly string[]): Promise<CartRow[]> {
  return db.many(sql`select ${columns} from cart c where c.id = any(${ids})`);
}

/** The carts that fans are filling or paying. */
export function selectCurrentCarts(db: Queryable, fanSubjects: readonly string[]): Promise<CartRow[]> {
  return db.many(sql`
    select ${columns} from cart c
    where c.fan_subject = any(${fanSubjects}) and c.state in ('OPEN', 'CHECKOUT')
    order by c.updated_at desc, c.id`);
}

export interface CartLineRow {
  readonly cartId: string;
  readonly sku: string;
  readonly quantity: number;
}

export function selectLinesOfCarts(db: Queryable, cartIds: readonly string[]): Promise<CartLineRow[]> {
  return db.many(sql`
    select cart_id as "cartId", sku, quantity from cart_line
    where cart_id = any(${cartIds}) order by cart_id, added_at, sku`);
}
