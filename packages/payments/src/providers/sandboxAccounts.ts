/** Who we are at the sandbox. */
export const sandboxAccounts = Object.freeze({
  merchantId: 'games-sandbox',
  appId: '2021000000000001',
  sellerId: '2088000000000001',
});
