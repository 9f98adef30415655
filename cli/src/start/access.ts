import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDevelopmentIssuer, makeApiKey } from '@games/gateway';

/** Keys and tokens for the people of development, and what the gateway needs to accept them. */
export interface DevelopmentAccess {
  readonly partnerKey: string;
  readonly fanToken: string;
  readonly staffToken: string;
  /** Environment of the gateway. */
  readonly gatewayEnv: Readonly<Record<string, string>>;
}

/** Subject of the demonstration's fan, who has carts, orders and tickets. */
const demoFan = 'demo-fan';
const staffScopes = ['staff:competition', 'staff:athletes', 'staff:media', 'staff:store', 'staff:ticketing'];

/** Makes (once) the partner's key and the issuer of tokens in the state folder, and fresh tokens for a day. */
export async function provideAccess(folder: string): Promise<DevelopmentAccess> {
  const { key, apiKeysFile } = partnerKeyIn(folder);
  const issuer = await createDevelopmentIssuer(join(folder, 'issuer'));
  return {
    partnerKey: key,
    fanToken: await issuer.issue({ kind: 'fan', subject: demoFan, country: 'FR' }),
    staffToken: await issuer.issue({ kind: 'staff', subject: 'demo-staff', scopes: staffScopes }),
    gatewayEnv: { API_KEYS_FILE: apiKeysFile, TOKEN_ISSUERS: JSON.stringify([issuer.issuer]) },
  };
}

function partnerKeyIn(folder: string): { readonly key: string; readonly apiKeysFile: string } {
  const keyFile = join(folder, 'partner-key');
  const apiKeysFile = join(folder, 'api-keys.json');
  if (!existsSync(keyFile) || !existsSync(apiKeysFile)) {
    const { key, record } = makeApiKey({
      id: 'development',
      partner: 'demo-broadcaster',
      scopes: ['media:feeds', 'media:assets'],
      territory: 'FR',
    });
    writeFileSync(apiKeysFile, `${JSON.stringify([record], null, 2)}\n`, { mode: 0o600 });
    writeFileSync(keyFile, `${key}\n`, { mode: 0o600 });
  }
  return { key: readFileSync(keyFile, 'utf8').trim(), apiKeysFile };
}
