/** Mercurius as a gateway, for the first version of federation: `node mercurius.mjs SERVICES`, a JSON file. */
import { readFileSync } from 'node:fs';
import mercuriusGateway from '@mercuriusjs/gateway';
import Fastify from 'fastify';

const services = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const app = Fastify();
await app.register(mercuriusGateway, { jit: 1, gateway: { services } });
const url = await app.listen({ port: 0, host: '127.0.0.1' });
process.send?.({ ready: true, url: `${url}/graphql` });
process.on('SIGTERM', () => process.exit(0));
