/** Clients outlive generations: a reload keeps sockets, circuits and budgets of subgraphs that did not change. */

import type { EngineEvent } from '../contract/events.ts';
import type { SubgraphLimits } from '../contract/limits.ts';
import type { DeadlineWheel } from '../execute/deadlineWheel.ts';
import { SubgraphClient } from '../execute/subgraphClient.ts';
import type { WriteEpochs } from '../execute/writeEpochs.ts';

export type SubgraphClientsOptions = {
  readonly limitsOf: (subgraphName: string) => SubgraphLimits;
  readonly wheel: DeadlineWheel;
  readonly epochs: WriteEpochs;
  readonly observe: (event: EngineEvent) => void;
};

type Held = { readonly client: SubgraphClient; holders: number };

export class SubgraphClients {
  readonly #options: SubgraphClientsOptions;
  readonly #held = new Map<string, Held>();

  constructor(options: SubgraphClientsOptions) {
    this.#options = options;
  }

  /** To be released once. Throws a TypeError when the URL is not one. */
  take(name: string, url: string): SubgraphClient {
    const key = `${name}\n${url}`;
    let held = this.#held.get(key);
    if (held === undefined) {
      const { limitsOf, wheel, epochs, observe } = this.#options;
      const client = new SubgraphClient({
        name,
        url,
        limits: limitsOf(name),
        wheel,
        epochs,
        keepsHeaders: true,
        onCircuitChange: (state) => observe({ kind: 'circuit', subgraphName: name, state }),
      });
      held = { client, holders: 0 };
      this.#held.set(key, held);
    }
    held.holders++;
    return held.client;
  }

  release(client: SubgraphClient): void {
    const key = `${client.name}\n${client.url}`;
    const held = this.#held.get(key);
    if (held?.client !== client || --held.holders > 0) return;
    this.#held.delete(key);
    void client.close().catch(() => undefined);
  }

  get all(): readonly SubgraphClient[] {
    return [...this.#held.values()].map(({ client }) => client);
  }

  async destroy(): Promise<void> {
    await Promise.all(this.all.map((client) => client.destroy()));
    this.#held.clear();
  }
}
