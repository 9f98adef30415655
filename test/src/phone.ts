import { generateKeyPairSync } from 'node:crypto';
import { barcodeText, openSecret, rawKey, rotatingCode, type SealedSecret } from '@games/ticketing/gate';

/** What `activateTicket` gives to a device. */
export interface ActivatedTicket {
  readonly signedTicket: string;
  readonly sealedSecret: SealedSecret;
  readonly serverTime: string;
}

/** A fan's phone. Its private key never leaves it. */
export interface Phone {
  /** To be sent with `activateTicket`. */
  readonly deviceKey: string;
  /** Keeps a ticket. What comes back is what the phone shows from then on, at any moment and without a network. */
  keep(ticket: ActivatedTicket): ShownTicket;
}

/** A ticket on a phone: the text in its barcode now, or some minutes ago (as on a photograph of it). */
export type ShownTicket = (minutesAgo?: number) => string;

export function newPhone(): Phone {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return {
    deviceKey: rawKey(publicKey),
    keep: ({ signedTicket, sealedSecret, serverTime }) => {
      const secret = openSecret(sealedSecret, privateKey, signedTicket);
      const aheadMs = Date.parse(serverTime) - Date.now();
      return (minutesAgo = 0) => {
        const moment = new Date(Date.now() + aheadMs - minutesAgo * 60_000);
        return barcodeText(signedTicket, rotatingCode(secret, moment));
      };
    },
  };
}
