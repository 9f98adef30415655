/** Bounds of an HTTP server. Every one of them holds for every server of the house. */
export interface HttpLimits {
  readonly headerBytesMax: number;
  readonly headersMax: number;
  /** For the head of a request, from the connection's first moment. */
  readonly headersTimeoutMs: number;
  /** For a whole request: a body that drips in is cut off then, however steadily it drips. */
  readonly requestTimeoutMs: number;
  /** Longer than the gateway keeps idle sockets to services, so that it is never the server that closes one in use. */
  readonly keepAliveTimeoutMs: number;
  /** A connection on which no byte moves for so long is closed. */
  readonly silenceTimeoutMs: number;
  /** How long a client may leave something of its answers unread without a pause. */
  readonly unreadTimeoutMs: number;
  /** Bytes written and not yet taken by the client, over all connections of one owner (an account or an address). */
  readonly unreadBytesPerOwnerMax: number;
  readonly unreadBytesMax: number;
  readonly connectionsMax: number;
  /** Connections from one address; IPv6 by its /64. */
  readonly connectionsPerAddressMax: number;
}

export const httpLimits: HttpLimits = Object.freeze({
  headerBytesMax: 16_384,
  headersMax: 100,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveTimeoutMs: 65_000,
  silenceTimeoutMs: 120_000,
  unreadTimeoutMs: 60_000,
  unreadBytesPerOwnerMax: 64 * 1024 * 1024,
  unreadBytesMax: 256 * 1024 * 1024,
  connectionsMax: 50_000,
  connectionsPerAddressMax: 2_000,
});
