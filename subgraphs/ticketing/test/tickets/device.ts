import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { rotatingCode } from '../../src/domain/tickets/rotatingCode.ts';
import { openSecret, rawKey } from '../../src/domain/tickets/sealing.ts';
import { barcodeText } from '../../src/domain/tickets/ticketCode.ts';
import { fan, type TestService } from '../service.ts';

/** A fan's phone: keeps a key that never leaves it, and shows tickets without a network. */
export interface Phone {
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

export function newPhone(): Phone {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return { publicKey: rawKey(publicKey), privateKey };
}

const activateMutation = `mutation ($input: ActivateTicketInput!) {
  activateTicket(input: $input) {
    __typename
    ... on TicketActivated {
      signedTicket codeDigits codePeriodSeconds serverTime validFrom validUntil
      sealedSecret { ephemeralKey nonce ciphertext }
      ticket { id version medium { kind name } }
    }
    ... on Problem { code message }
    ... on TicketNotActive { activatesAt }
  }
}`;

/** Asks for a ticket on a phone; returns what the service answers. */
export async function activate(service: TestService, fanId: string, ticketId: string, phone: Phone) {
  const input = { ticket: `tkt_${ticketId}`, deviceKey: phone.publicKey, deviceName: 'phone' };
  return (await service.ask(activateMutation, { input }, fan(fanId))).activateTicket;
}

/** Puts a ticket on a phone; returns what the phone shows at any moment. */
export async function putOnPhone(
  service: TestService,
  fanId: string,
  ticketId: string,
  phone: Phone = newPhone(),
): Promise<(at: Date) => string> {
  const { signedTicket, sealedSecret } = await activate(service, fanId, ticketId, phone);
  const secret = openSecret(sealedSecret, phone.privateKey, signedTicket);
  return (at) => barcodeText(signedTicket, rotatingCode(secret, at));
}
