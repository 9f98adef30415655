import { createPublicKey } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from '@games/postgres';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { acceptTransfer } from '../../src/commands/transfers/acceptTransfer.ts';
import { fromBase45 } from '../../src/domain/tickets/base45.ts';
import { openSecret } from '../../src/domain/tickets/sealing.ts';
import { decodeTicketBody } from '../../src/domain/tickets/ticketBody.ts';
import { readTicketCode } from '../../src/domain/tickets/ticketCode.ts';
import { readTicketKeys } from '../../src/readTicketKeys.ts';
import { fan, staff, startTestService, type TestService, testNow } from '../service.ts';
import { activate, newPhone, putOnPhone } from './device.ts';
import { type SoldSessions, storeSoldSessions } from './soldTickets.ts';
import { withoutLocks } from './withoutLocks.ts';

let service: TestService;
let sold: SoldSessions;
const keysFolder = mkdtempSync(join(tmpdir(), 'keys-'));
beforeAll(async () => {
  service = await startTestService({ TICKET_KEYS_FOLDER: keysFolder });
  sold = await storeSoldSessions(service.database);
});
afterAll(async () => {
  await service.close();
  rmSync(keysFolder, { recursive: true, force: true });
});

const offerMutation = `mutation ($input: OfferTicketTransferInput!) { offerTicketTransfer(input: $input) {
  __typename ... on TicketTransferOffered { transfer { id state claimCode expiresAt ticket { id } session { code } } }
  ... on Problem { code } } }`;
const cancelMutation = `mutation ($input: TicketTransferInput!) { cancelTicketTransfer(input: $input) {
  __typename ... on TicketTransferEnded { transfer { state } } ... on TicketTransferClosed { state } } }`;
const declineMutation = cancelMutation.replaceAll('cancelTicketTransfer', 'declineTicketTransfer');
const acceptMutation = `mutation ($input: AcceptTicketTransferInput!) { acceptTicketTransfer(input: $input) {
  __typename ... on TicketTransferAccepted { ticket { id version state } } ... on TicketTransferClosed { state } } }`;
const printMutation = `mutation ($input: TicketInput!) { printTicket(input: $input) {
  __typename ... on TicketPrinted { pdfPath pngPath svgPath passPath ticket { medium { kind } } } } }`;

async function offer(fanId: string, ticketId: string, recipient?: string) {
  const input = { ticket: `tkt_${ticketId}`, ...(recipient ? { recipient: `fan_${recipient}` } : {}) };
  return (await service.ask(offerMutation, { input }, fan(fanId))).offerTicketTransfer;
}
const accept = async (fanId: string, input: object) =>
  (await service.ask(acceptMutation, { input }, fan(fanId))).acceptTicketTransfer;
const cancel = async (fanId: string, transfer: string) =>
  (await service.ask(cancelMutation, { input: { transfer } }, fan(fanId))).cancelTicketTransfer;

describe('a ticket on a phone', () => {
  test('comes with a secret that only that phone can open, and is signed by a key that everybody can look up', async () => {
    const { id, sessionId } = await sold.sell('ann');
    const phone = newPhone();
    const answer = await activate(service, 'ann', id, phone);
    expect(answer).toMatchObject({
      __typename: 'TicketActivated',
      codeDigits: 8,
      codePeriodSeconds: 15,
      ticket: { version: 1, medium: { kind: 'DEVICE', name: 'phone' } },
    });
    expect(openSecret(answer.sealedSecret, phone.privateKey, answer.signedTicket)).toHaveLength(20);
    expect(() => openSecret(answer.sealedSecret, newPhone().privateKey, answer.signedTicket)).toThrow();
    expect(() => openSecret(answer.sealedSecret, phone.privateKey, 'another ticket')).toThrow();
    const { keys } = (await (await service.get('/.well-known/ticket-keys')).json()) as { keys: { kid: string }[] };
    const published = new Map(keys.map((jwk) => [jwk.kid, createPublicKey({ key: jwk, format: 'jwk' })]));
    const read = readTicketCode(`GG1:00000000${answer.signedTicket}`, published);
    expect(read).toMatchObject({
      kind: 'Read',
      body: { ticketId: id, sessionId, version: 1, mediumNo: 1, rotating: true },
    });
  });

  test('is the same again on the same phone, and another phone supersedes it', async () => {
    const { id } = await sold.sell('ann');
    const phone = newPhone();
    const first = await activate(service, 'ann', id, phone);
    expect((await activate(service, 'ann', id, phone)).signedTicket).toBe(first.signedTicket);
    const second = await activate(service, 'ann', id, newPhone());
    const body = decodeTicketBody((fromBase45(second.signedTicket) as Buffer).subarray(0, 50));
    expect(body).toMatchObject({ mediumNo: 2, version: 1 });
  });

  test('cannot wander for ever', async () => {
    const { id } = await sold.sell('ann');
    for (let phones = 0; phones < 20; phones += 1) await activate(service, 'ann', id, newPhone());
    expect(await activate(service, 'ann', id, newPhone())).toMatchObject({ code: 'TICKET_CARRIERS_USED_UP' });
  });

  test('is refused before its time, to strangers, without a ticket, and with a bad key', async () => {
    const early = await sold.sell('ann', sold.later);
    expect(await activate(service, 'ann', early.id, newPhone())).toMatchObject({
      __typename: 'TicketNotActive',
      activatesAt: '2028-07-23T06:00:00-07:00',
    });
    const { id } = await sold.sell('ann');
    expect(await activate(service, 'bob', id, newPhone())).toMatchObject({ code: 'TICKET_NOT_FOUND' });
    expect(await activate(service, 'ann', 'nonsense', newPhone())).toMatchObject({ code: 'TICKET_NOT_FOUND' });
    const variables = { input: { ticket: `tkt_${id}`, deviceKey: 'short', deviceName: 'x' } };
    const document = 'mutation ($input: ActivateTicketInput!) { activateTicket(input: $input) { __typename } }';
    expect(await service.codeOf(document, variables, fan('ann'))).toBe('BAD_USER_INPUT');
    expect(await service.codeOf(document, variables)).toBe('UNAUTHENTICATED');
    expect(await service.codeOf(document, variables, staff)).toBe('FORBIDDEN');
  });
});

describe('a ticket on paper and in wallets', () => {
  test('is a PDF, a picture, a drawing and a bundle, at addresses that end', async () => {
    const { id } = await sold.sell('ann');
    const { printTicket } = await service.ask(printMutation, { input: { ticket: `tkt_${id}` } }, fan('ann'));
    expect(printTicket.ticket.medium.kind).toBe('PRINT');
    const load = async (path: string) => Buffer.from(await (await service.get(path)).arrayBuffer());
    expect((await load(printTicket.pdfPath)).toString('latin1', 0, 5)).toBe('%PDF-');
    expect((await load(printTicket.pngPath)).toString('hex', 0, 4)).toBe('89504e47');
    expect((await load(printTicket.svgPath)).toString()).toContain('<svg');
    const bundle = unzipSync(await load(printTicket.passPath));
    expect(Object.keys(bundle).sort()).toEqual(['icon.png', 'icon@2x.png', 'logo.png', 'manifest.json', 'pass.json']);
    const pass = JSON.parse(Buffer.from(bundle['pass.json'] as Uint8Array).toString());
    const keys = await readTicketKeys(keysFolder);
    expect(readTicketCode(pass.barcodes[0].message, keys.publicKeys)).toMatchObject({
      kind: 'Read',
      rotatingCode: null,
      body: { ticketId: id, rotating: false },
    });
    expect((await service.get(printTicket.pdfPath.replace('ticket.pdf', 'secret.pdf'))).status).toBe(404);
    expect((await service.get(printTicket.pdfPath.replace(/\.\d{10}\./, '.9999999999.'))).status).toBe(404);
    await activate(service, 'ann', id, newPhone());
    expect((await service.get(printTicket.pdfPath)).status).toBe(404);
  });

  test('is an object of Google Wallet that makes the same codes as the app', async () => {
    const { id } = await sold.sell('ann');
    const document = `mutation ($input: TicketInput!) { addTicketToGoogleWallet(input: $input) {
      __typename ... on GoogleWalletTicket { object ticket { medium { kind } } } } }`;
    const { addTicketToGoogleWallet } = await service.ask(document, { input: { ticket: `tkt_${id}` } }, fan('ann'));
    const { rotatingBarcode } = addTicketToGoogleWallet.object;
    expect(rotatingBarcode).toMatchObject({
      type: 'QR_CODE',
      totpDetails: { periodMillis: '15000', algorithm: 'TOTP_SHA1', parameters: [{ valueLength: 8 }] },
    });
    expect(rotatingBarcode.valuePattern).toMatch(/^GG1:\{totp_value_0\}/);
    expect(rotatingBarcode.totpDetails.parameters[0].key).toMatch(/^[0-9A-F]{40}$/);
  });
});

describe('a transfer', () => {
  test('by claim code gives the ticket to anybody who brings it, in a new version, once', async () => {
    const { id } = await sold.sell('ann');
    const { transfer } = await offer('ann', id);
    expect(transfer).toMatchObject({ state: 'OFFERED', ticket: { id: `tkt_${id}` }, session: { code: 'ATH-T01' } });
    expect(await accept('bob', { claimCode: transfer.claimCode })).toMatchObject({
      __typename: 'TicketTransferAccepted',
      ticket: { id: `tkt_${id}`, version: 2, state: 'VALID' },
    });
    expect(await accept('bob', { claimCode: transfer.claimCode })).toMatchObject({ ticket: { version: 2 } });
    expect(await accept('eve', { claimCode: transfer.claimCode })).toMatchObject({ state: 'ACCEPTED' });
    expect(await activate(service, 'ann', id, newPhone())).toMatchObject({ code: 'TICKET_NOT_FOUND' });
    expect((await activate(service, 'bob', id, newPhone())).__typename).toBe('TicketActivated');
  });

  test('to a named account is for that account alone, and shows up there', async () => {
    const { id } = await sold.sell('ann');
    const { transfer } = await offer('ann', id, 'carl');
    expect(transfer.claimCode).toBeNull();
    const incoming = '{ me { incomingTransfers { id ticket { id } session { code } } } }';
    expect((await service.ask(incoming, {}, fan('carl'))).me.incomingTransfers).toEqual([
      { id: transfer.id, ticket: null, session: { code: 'ATH-T01' } },
    ]);
    expect(await accept('eve', { transfer: transfer.id })).toMatchObject({ __typename: 'TicketTransferNotFound' });
    expect(await accept('carl', { transfer: transfer.id })).toMatchObject({ ticket: { version: 2 } });
  });

  test('can be withdrawn until it is accepted, and not after; it can be turned down', async () => {
    const { id } = await sold.sell('ann');
    const first = (await offer('ann', id)).transfer;
    expect(await cancel('eve', first.id)).toMatchObject({ __typename: 'TicketTransferNotFound' });
    expect(await cancel('ann', first.id)).toMatchObject({ transfer: { state: 'CANCELLED' } });
    expect(await cancel('ann', first.id)).toMatchObject({ transfer: { state: 'CANCELLED' } });
    expect(await accept('bob', { claimCode: first.claimCode })).toMatchObject({ state: 'CANCELLED' });
    const second = (await offer('ann', id, 'bob')).transfer;
    const { declineTicketTransfer } = await service.ask(
      declineMutation,
      { input: { transfer: second.id } },
      fan('bob'),
    );
    expect(declineTicketTransfer).toMatchObject({ transfer: { state: 'DECLINED' } });
    const third = (await offer('ann', id, 'bob')).transfer;
    await accept('bob', { transfer: third.id });
    expect(await cancel('ann', third.id)).toMatchObject({ __typename: 'TicketTransferClosed', state: 'ACCEPTED' });
  });

  test('offered twice is one offer; to another account it replaces the first', async () => {
    const { id } = await sold.sell('ann');
    const first = (await offer('ann', id, 'bob')).transfer;
    expect((await offer('ann', id, 'bob')).transfer.id).toBe(first.id);
    const second = (await offer('ann', id, 'carl')).transfer;
    expect(await accept('bob', { transfer: first.id })).toMatchObject({ state: 'CANCELLED' });
    expect(await accept('carl', { transfer: second.id })).toMatchObject({ ticket: { version: 2 } });
  });

  test('accepted and withdrawn in the same moment ends one way', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await sold.sell('ann');
      const { transfer } = await offer('ann', id, 'bob');
      const [accepted, cancelled] = await Promise.all([
        accept('bob', { transfer: transfer.id }),
        cancel('ann', transfer.id),
      ]);
      const wins = [accepted.__typename === 'TicketTransferAccepted', cancelled.__typename === 'TicketTransferEnded'];
      expect(wins.filter(Boolean)).toHaveLength(1);
    }
  });

  test('claimed by many at once has one new owner', async () => {
    const { id } = await sold.sell('ann');
    const { transfer } = await offer('ann', id);
    const ends = await Promise.all(
      Array.from({ length: 8 }, (_, index) => accept(`claimer-${index}`, { claimCode: transfer.claimCode })),
    );
    expect(ends.filter(({ __typename }) => __typename === 'TicketTransferAccepted')).toHaveLength(1);
  });

  test('claimed by many at once has several when they do not take turns on the ticket, and the test sees it', async () => {
    const dependencies = { database: withoutLocks(service.database), clock: { now: () => new Date(testNow) } };
    let accepted = 0;
    for (let round = 0; round < 20 && accepted <= 1; round += 1) {
      const { id } = await sold.sell('ann');
      const transferId = (await offer('ann', id)).transfer.id.slice('trf_'.length);
      const claim = (index: number) => ({ transferId, fanId: `claimer-${index}`, byClaimCode: true });
      const ends = await Promise.all(
        Array.from({ length: 6 }, (_, index) => acceptTransfer(dependencies, claim(index))),
      );
      accepted = ends.filter(({ kind }) => kind === 'Accepted').length;
    }
    expect(accepted).toBeGreaterThan(1);
  });

  test('is refused to oneself, of other people’s tickets, with forged claim codes, and of tickets that are not good', async () => {
    const { id } = await sold.sell('ann');
    expect(await offer('ann', id, 'ann')).toMatchObject({ code: 'TICKET_TRANSFER_REFUSED' });
    expect(await offer('eve', id)).toMatchObject({ code: 'TICKET_NOT_FOUND' });
    const { claimCode } = (await offer('ann', id)).transfer;
    expect(await accept('ann', { claimCode })).toMatchObject({ __typename: 'TicketTransferRefused' });
    const forged = Buffer.from(claimCode, 'base64url');
    forged[0] = (forged[0] as number) ^ 1;
    expect(await accept('bob', { claimCode: forged.toString('base64url') })).toMatchObject({
      __typename: 'TicketTransferNotFound',
    });
    expect(await service.codeOf(acceptMutation, { input: {} }, fan('bob'))).toBe('BAD_USER_INPUT');
    await service.database.run(sql`update ticket set state = 'REFUNDED' where id = ${id}`);
    expect(await accept('bob', { claimCode })).toMatchObject({ state: 'EXPIRED' });
    expect(await offer('ann', id)).toMatchObject({ code: 'TICKET_NOT_VALID' });
  });

  test('is written into the audit trail and told to those outside', async () => {
    const { id } = await sold.sell('ann');
    await accept('bob', { claimCode: (await offer('ann', id)).transfer.claimCode });
    const { database } = service;
    const entries = await database.many(sql`select action from audit_log where subject = ${`tkt_${id}`} order by id`);
    expect(entries).toEqual([{ action: 'ticket.offered' }, { action: 'ticket.transferred' }]);
    const events = await database.many(sql`select type from outbox_event where aggregate = ${`ticket/tkt_${id}`}`);
    expect(events).toEqual([{ type: 'ticketing.ticket.transferred' }]);
  });
});

describe('staff', () => {
  const changeMutation = (name: string) => `mutation ($input: StaffTicketInput!) { ${name}(input: $input) {
    __typename ... on TicketChanged { ticket { state version } } } }`;

  test('revokes a ticket, or makes it anew, and the reason is kept', async () => {
    const { id } = await sold.sell('ann');
    const input = { ticket: `tkt_${id}`, reason: 'stolen phone' };
    const change = async (name: string) => (await service.ask(changeMutation(name), { input }, staff))[name];
    expect(await change('reissueTicket')).toMatchObject({ ticket: { state: 'VALID', version: 2 } });
    expect(await change('revokeTicket')).toMatchObject({ ticket: { state: 'REVOKED', version: 2 } });
    expect(await change('revokeTicket')).toMatchObject({ ticket: { state: 'REVOKED' } });
    expect(await change('reissueTicket')).toMatchObject({ __typename: 'TicketNotValid' });
    expect(await service.codeOf(changeMutation('revokeTicket'), { input }, fan('ann'))).toBe('FORBIDDEN');
  });
});

describe('the keys', () => {
  test('are in files that nobody else may read, and older keys still verify after a rotation', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rotated-'));
    try {
      const before = await readTicketKeys(folder);
      expect(statSync(join(folder, 'ticket-signing-1.pem')).mode & 0o777).toBe(0o600);
      const { generateKeyPairSync } = await import('node:crypto');
      const { writeFileSync, chmodSync } = await import('node:fs');
      const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
      writeFileSync(join(folder, 'ticket-signing-2.pem'), pem, { mode: 0o600 });
      const after = await readTicketKeys(folder);
      expect(after.signer.keyId).not.toBe(before.signer.keyId);
      expect([...after.publicKeys.keys()]).toEqual([before.signer.keyId, after.signer.keyId]);
      chmodSync(join(folder, 'ticket-signing-2.pem'), 0o644);
      await expect(readTicketKeys(folder)).rejects.toThrow('may be read by others');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('that two processes make at the same time are the same', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'raced-'));
    try {
      const [a, b] = await Promise.all([readTicketKeys(folder), readTicketKeys(folder)]);
      expect(a.signer.keyId).toBe(b.signer.keyId);
      expect(a.rotationMasterKey.equals(b.rotationMasterKey)).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

test('a phone shows codes that the service’s own keys verify', async () => {
  const { id } = await sold.sell('ann');
  const show = await putOnPhone(service, 'ann', id);
  expect(show(new Date())).toMatch(/^GG1:\d{8}/);
});
