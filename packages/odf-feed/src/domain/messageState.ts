/** What became of a message, as the graph shows it. */
export type MessageState = 'STORED' | 'APPLIED' | 'SUPERSEDED' | 'OTHER_FEED' | 'CONFLICTING' | 'NOT_USED' | 'FAILED';
