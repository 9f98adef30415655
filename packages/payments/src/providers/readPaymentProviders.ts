import { requireEnv } from '@games/service';
import { createAlipayProvider } from './alipay/createAlipayProvider.ts';
import { readProviderKeys, readSandboxKeys } from './keys.ts';
import type { PaymentProvider } from './provider.ts';
import { sandboxAccounts } from './sandboxAccounts.ts';
import { createVisaProvider } from './visa/createVisaProvider.ts';

/**
 * The providers that the environment names.
 *
 * - `PAYMENT_KEYS_FOLDER`: the folder of `keys.ts`
 * - `PAYMENT_NOTIFY_URL`: the address, without a path, at which the providers' servers reach this service
 * - `PAYMENT_SANDBOX_URL`: the sandbox, for both providers; or, for the real ones, `ACQUIRER_URL`,
 *   `ACQUIRER_MERCHANT_ID`, `ALIPAY_GATEWAY_URL`, `ALIPAY_APP_ID` and `ALIPAY_SELLER_ID`
 * - `PAYMENT_ACCEPT_UNAUTHENTICATED=1`: takes cards that 3-D Secure could not authenticate, at the merchant's risk
 */
export async function readPaymentProviders(env: NodeJS.ProcessEnv = process.env): Promise<readonly PaymentProvider[]> {
  const folder = requireEnv('PAYMENT_KEYS_FOLDER', env);
  const notifyBaseUrl = requireEnv('PAYMENT_NOTIFY_URL', env).replace(/\/$/, '');
  const sandboxUrl = env.PAYMENT_SANDBOX_URL?.replace(/\/$/, '');
  const keys = sandboxUrl ? await readSandboxKeys(folder) : await readProviderKeys(folder);
  const accounts = sandboxUrl
    ? { ...sandboxAccounts, acquirerUrl: `${sandboxUrl}/acquirer`, gatewayUrl: `${sandboxUrl}/alipay/gateway.do` }
    : {
        acquirerUrl: requireEnv('ACQUIRER_URL', env),
        merchantId: requireEnv('ACQUIRER_MERCHANT_ID', env),
        gatewayUrl: requireEnv('ALIPAY_GATEWAY_URL', env),
        appId: requireEnv('ALIPAY_APP_ID', env),
        sellerId: requireEnv('ALIPAY_SELLER_ID', env),
      };
  return [
    createVisaProvider({
      url: accounts.acquirerUrl,
      merchantId: accounts.merchantId,
      apiKey: keys.acquirerApiKey,
      webhookSecret: keys.acquirerWebhookSecret,
      notifyBaseUrl,
      policy: { acceptUnauthenticated: env.PAYMENT_ACCEPT_UNAUTHENTICATED === '1' },
    }),
    createAlipayProvider({
      gatewayUrl: accounts.gatewayUrl,
      appId: accounts.appId,
      sellerId: accounts.sellerId,
      merchantPrivateKey: keys.alipayMerchantPrivateKey,
      alipayPublicKey: keys.alipayPublicKey,
      notifyBaseUrl,
    }),
  ];
}
