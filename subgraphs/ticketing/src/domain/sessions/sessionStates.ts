import type { Lifecycle } from '../lifecycle.ts';

export type SessionState = 'SCHEDULED' | 'CANCELLED';

export const sessionLifecycle: Lifecycle<SessionState> = { SCHEDULED: ['CANCELLED'], CANCELLED: [] };
