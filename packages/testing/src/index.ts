export { createTestDatabase, type TestDatabase, testServerUrl } from './databases.ts';
export { type GraphqlAnswer, postGraphql, signedViewerHeaders, testViewer, testViewerSecret } from './graphql.ts';
export { type SpawnedService, spawnService } from './processes.ts';
export { redisModes } from './redis.ts';
export { createRedisServer, hasRedisServer, type RedisServer } from './redisServer.ts';
export { until } from './until.ts';
