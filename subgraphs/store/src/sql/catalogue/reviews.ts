import { type Queryable, sql } from '@games/postgres';
import { type Page, pageOfEach } from '@games/subgraph';

export interface ReviewRow {
  readonly id: string;
  readonly orderId: string;
  readonly sku: string;
  readonly productId: string;
  readonly fanSubject: string;
  readonly rating: number;
  readonly title: string;
  readonly text: string;
  readonly language: string;
  readonly author: string;
  readonly state: 'PENDING' | 'APPROVED' | 'REJECTED';
  readonly createdAt: Date;
}

const columns = sql`
  r.id, r.order_id as "orderId", r.sku, r.product_id as "productId", r.fan_subject as "fanSubject", r.rating, r.title,
  r.body as text, r.language, r.author, r.state, r.created_at as "createdAt"`;

/** Reviews by id; what a moderator has not approved is not there. */
export function selectShownReviewsById(db: Queryable, ids: readonly string[]): Promise<ReviewRow[]> {
  return db.many(sql`select ${columns} from review r where r.id = any(${ids}) and r.state = 'APPROVED'`);
}

/** What was written about the lines of orders. */
export function selectReviewsOfOrders(db: Queryable, orderIds: readonly string[]): Promise<ReviewRow[]> {
  return db.many(sql`select ${columns} from review r where r.order_id = any(${orderIds})`);
}

/** One page of the approved reviews of each product, the latest first. */
export function selectShownReviews(db: Queryable, productIds: readonly string[], page: Page): Promise<ReviewRow[]> {
  const order = [
    { expression: sql`r.created_at`, type: sql`timestamptz`, descending: true },
    { expression: sql`r.id`, type: sql`text`, descending: true },
  ];
  const where = sql`r.product_id = o.key and r.state = 'APPROVED'`;
  return db.many(pageOfEach(productIds, page, order, { columns, from: sql`review r`, where }));
}

export interface RatingRow {
  readonly productId: string;
  readonly count: number;
  /** With two decimals. */
  readonly average: string;
}

/** How products are rated by approved reviews; without a row for those without a rating. */
export function selectRatings(db: Queryable, productIds: readonly string[]): Promise<RatingRow[]> {
  return db.many(sql`
    select product_id as "productId", count(*)::integer as count, round(avg(rating), 2)::text as average
    from review where product_id = any(${productIds}) and state = 'APPROVED' group by product_id`);
}
