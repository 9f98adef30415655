import type { PositionView } from '../../domain/waitingRoom/positionView.ts';
import type { WaitingRoomRow } from '../../sql/waitingRoom/waitingRooms.ts';

declare module '@games/schema/generated/ticketing.ts' {
  interface Parents {
    WaitingRoom: WaitingRoomRow;
    WaitingRoomPlace: PositionView;
  }
}
