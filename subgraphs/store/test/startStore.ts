import type { Viewer } from '@games/service';
import { type ServedForTests, serveForTests } from '@games/subgraph/testing';
import { testViewer } from '@games/testing';
import { store } from '../src/createStore.ts';

export const startStore = (): Promise<ServedForTests> => serveForTests(store);

export const fan = (subject: string): Viewer => testViewer({ kind: 'fan', subject });
export const staff = testViewer({ kind: 'staff', subject: 'clerk', scopes: ['staff:store'] });
