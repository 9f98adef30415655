/** What a client or a subgraph sends where an object is due; nothing is known of its values. */
export type JsonObject = { readonly [name: string]: unknown };
