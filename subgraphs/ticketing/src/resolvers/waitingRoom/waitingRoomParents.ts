import type { PlaceView } from '../../domain/waitingRoom/placeView.ts';
import type { WaitingRoomRow } from '../../sql/waitingRoom/waitingRooms.ts';

declare module '@games/schema/generated/ticketing.ts' {
  interface Parents {
    WaitingRoom: WaitingRoomRow;
    WaitingRoomPlace: PlaceView;
  }
}
