import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createWebhookSecret } from '@games/postgres';
import { readOrCreateSecretFile } from '@games/service';

/**
 * The secrets of payments, one file each in a folder of the deployment (mode 600), made at first use. In production the
 * files are put there: the merchant's key is registered with Alipay, Alipay's public key and the acquirer's secrets come
 * from them. With the sandbox both sides read the same folder.
 */
export interface PaymentKeys {
  /** Signs our requests to Alipay. */
  readonly alipayMerchantPrivateKey: KeyObject;
  /** The key that Alipay signs with; its public half checks what Alipay says. */
  readonly alipayPrivateKey: KeyObject | null;
  readonly alipayPublicKey: KeyObject;
  readonly acquirerApiKey: string;
  readonly acquirerWebhookSecret: string;
}

/** Keys of a deployment that talks to the sandbox: all of them are made here when they are missing. */
export async function readSandboxKeys(folder: string): Promise<PaymentKeys> {
  const rsa = async (name: string) => createPrivateKey(await readOrCreateSecretFile(join(folder, name), createRsaKey));
  const alipayPrivateKey = await rsa('alipay-sandbox-private.pem');
  return {
    ...(await readOwnSecrets(folder)),
    alipayPrivateKey,
    alipayPublicKey: createPublicKey(alipayPrivateKey),
  };
}

/** Keys of a deployment that talks to the real providers: Alipay's public key has to be there. */
export async function readProviderKeys(folder: string): Promise<PaymentKeys> {
  const missing = (): never => {
    throw new Error(`Put Alipay's public key into ${join(folder, 'alipay-public.pem')} (mode 600).`);
  };
  const alipayPublicKey = createPublicKey(await readOrCreateSecretFile(join(folder, 'alipay-public.pem'), missing));
  return { ...(await readOwnSecrets(folder)), alipayPrivateKey: null, alipayPublicKey };
}

async function readOwnSecrets(folder: string) {
  const read = (name: string, create: () => string) => readOrCreateSecretFile(join(folder, name), create);
  return {
    alipayMerchantPrivateKey: createPrivateKey(await read('alipay-merchant-private.pem', createRsaKey)),
    acquirerApiKey: (await read('acquirer-api-key', () => randomBytes(32).toString('hex'))).trim(),
    acquirerWebhookSecret: (await read('acquirer-webhook-secret', createWebhookSecret)).trim(),
  };
}

function createRsaKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
