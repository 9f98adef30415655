import { ClientError } from '@games/service';

/** The id of a seat, which is part of its plan and no node of its own: the plan's code and the seat's number in it. */
export function encodeSeatId(planCode: string, seatNo: number): string {
  return `sea_${planCode}.${seatNo}`;
}

/**
 * Numbers of seats by their ids, in the order given. Throws ClientError INVALID_ID when one is not a seat's id, or not of
 * this plan.
 */
export function decodeSeatIds(ids: readonly string[], planCode: string): number[] {
  const prefix = `sea_${planCode}.`;
  return ids.map((id) => {
    const no = id.startsWith(prefix) ? id.slice(prefix.length) : '';
    if (!/^[1-9]\d{0,8}$/.test(no))
      throw new ClientError('INVALID_ID', 'This is not the id of a seat of this session.');
    return Number(no);
  });
}
