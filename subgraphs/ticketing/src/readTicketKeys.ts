import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readOrCreateSecretFile, readSecretFile } from '@games/service';
import { keyIdOf, type TicketKeys, type TicketSigner } from './domain/tickets/ticketKeys.ts';

const firstKeyFile = 'ticket-signing-1.pem';
const signingKeyPattern = /^ticket-signing-(\d{1,4})\.pem$/;
const keyBytes = 32;

/**
 * Reads the keys, and makes what is missing at the first start (files of mode 600). To rotate the signing key put
 * `ticket-signing-2.pem` (PKCS #8, Ed25519) beside the first: the highest number signs, all of them verify, and a key whose
 * file is taken away is worth nothing from the next start on.
 */
export async function readTicketKeys(folder: string): Promise<TicketKeys> {
  const names = await signingKeyNames(folder);
  const signers = await Promise.all(names.map((name) => readSigner(join(folder, name))));
  const signer = signers.at(-1);
  if (signer === undefined) throw new Error(`There is no signing key in ${folder}.`);
  const secret = async (name: string) =>
    Buffer.from(
      await readOrCreateSecretFile(join(folder, name), () => randomBytes(keyBytes).toString('base64')),
      'base64',
    );
  return {
    signer,
    publicKeys: new Map(signers.map(({ keyId, privateKey }) => [keyId, createPublicKey(privateKey)])),
    rotationMasterKey: await secret('ticket-rotation.key'),
    pseudonymKey: await secret('ticket-pseudonym.key'),
    documentKey: await secret('ticket-documents.key'),
  };
}

/** Names of the signing keys, the oldest first; the first key is made when there is none. */
async function signingKeyNames(folder: string): Promise<string[]> {
  const list = async () =>
    (await readdir(folder).catch(() => [])).filter((name) => signingKeyPattern.test(name)).sort(byNumber);
  const names = await list();
  if (names.length > 0) return names;
  await readOrCreateSecretFile(join(folder, firstKeyFile), createSigningKey);
  return list();
}

async function readSigner(path: string): Promise<TicketSigner> {
  const privateKey = createPrivateKey(await readSecretFile(path));
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error(`${path} is not an Ed25519 key.`);
  return { keyId: keyIdOf(createPublicKey(privateKey)), privateKey };
}

function createSigningKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function byNumber(a: string, b: string): number {
  return Number(signingKeyPattern.exec(a)?.[1]) - Number(signingKeyPattern.exec(b)?.[1]);
}
