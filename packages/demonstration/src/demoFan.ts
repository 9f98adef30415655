/** The fan whose token `npm start` prints: the subject of the token and what other services know of the fan. */
export const demoFan = Object.freeze({
  subject: 'demo-fan',
  givenName: 'Robin',
  familyName: 'Alder',
  email: 'robin.alder@example.org',
  country: 'US',
  language: 'en',
});
