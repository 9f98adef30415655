import { scale } from '@games/payments';

const basisPoints = 10_000n;

/** What resale costs, in minor units, of the face value: what the buyer pays on top, and what the seller does not get. */
export interface ResaleFees {
  readonly buyerFeeMinor: bigint;
  readonly sellerFeeMinor: bigint;
}

/** The fees on a face value by the rules of sale (basis points), each rounded once. */
export function resaleFees(
  faceMinor: bigint,
  rules: { readonly resaleBuyerFeeBp: number; readonly resaleSellerFeeBp: number },
): ResaleFees {
  return {
    buyerFeeMinor: scale(faceMinor, BigInt(rules.resaleBuyerFeeBp), basisPoints),
    sellerFeeMinor: scale(faceMinor, BigInt(rules.resaleSellerFeeBp), basisPoints),
  };
}
