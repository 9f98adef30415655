/** The door through which results messages come in: see README.md. */
export {
  type BulkOptions,
  type BulkSummary,
  type Ingested,
  type IngestOptions,
  type IngestOutcome,
  ingestMessage,
  ingestMessages,
  type MessageSource,
} from './ingest.ts';
