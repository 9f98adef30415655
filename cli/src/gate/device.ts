import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOrCreateSecretFile } from '@games/service';
import { CommandError } from '../output.ts';

/** What a gate's device knows of itself, kept in its folder. The private key is in a file of its own, of mode 600. */
export interface GateDevice {
  readonly id: string;
  readonly gate: { readonly code: string; readonly name: string; readonly venue: string };
  /** Where the service is. */
  readonly url: string;
  readonly privateKey: KeyObject;
}

const deviceFile = 'device.json';
const keyFile = 'device-key.pem';

/** Reads the device of a folder; null when none was let in from there yet. */
export async function readDevice(folder: string): Promise<GateDevice | null> {
  let known: Omit<GateDevice, 'privateKey'>;
  try {
    known = JSON.parse(readFileSync(join(folder, deviceFile), 'utf8'));
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
  return { ...known, privateKey: await readKey(folder) };
}

/** Asks to be let in with a one-time code. Throws CommandError when the service refuses or doesn't answer. */
export async function enrolDevice(folder: string, url: string, code: string, name: string): Promise<GateDevice> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const privateKey = await readKey(folder);
  const response = await fetch(new URL('/gates/devices', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, name, publicKey: publicKeyOf(privateKey) }),
  }).catch(() => {
    throw new CommandError(`The service at ${url} does not answer.`);
  });
  const answer = (await response.json()) as EnrolmentAnswer;
  if (!('device' in answer)) throw new CommandError(answer.errors[0]?.message ?? 'The service refused the device.');
  const device = { id: answer.device, gate: answer.gate, url };
  writeFileSync(join(folder, deviceFile), `${JSON.stringify(device, null, 2)}\n`, { mode: 0o600 });
  return { ...device, privateKey };
}

type EnrolmentAnswer =
  | { readonly device: string; readonly gate: GateDevice['gate'] }
  | { readonly errors: readonly { readonly message: string }[] };

async function readKey(folder: string): Promise<KeyObject> {
  const create = () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return createPrivateKey(await readOrCreateSecretFile(join(folder, keyFile), create));
}

function publicKeyOf(privateKey: KeyObject): string {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64');
}
