/** What others may use of the gateway beside its endpoints: keys and tokens for development. */

export { makeApiKey } from './guard/apiKeys.ts';
export { createDevelopmentIssuer, type DevelopmentIssuer, type DevelopmentViewer } from './guard/developmentIssuer.ts';
