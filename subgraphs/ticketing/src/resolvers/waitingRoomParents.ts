import type { WaitingRoomRow } from '../sql/waitingRooms.ts';
import type { PlaceView } from '../waitingRoom/placeView.ts';

declare module '@games/schema/generated/ticketing.ts' {
  interface Parents {
    WaitingRoom: WaitingRoomRow;
    WaitingRoomPlace: PlaceView;
  }
}
