import type { IncomingMessage, ServerResponse } from 'node:http';
import { readTextBody, readUrl } from '@games/http';

const bodyBytesMax = 65_536;

/** A request as the sandbox's endpoints see it. */
export interface SandboxRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What is answered; `null` never answers. */
export type Reply = {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly location?: string;
} | null;

export const jsonReply = (status: number, content: unknown): Reply => ({
  status,
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify(content),
});

export const pageReply = (body: string, status = 200): Reply => ({
  status,
  contentType: 'text/html; charset=utf-8',
  body,
});

export const redirectReply = (location: string): Reply => ({
  status: 303,
  contentType: 'text/plain',
  body: '',
  location,
});

/** Reads a request. Throws ClientError when it can't be read. */
export async function readSandboxRequest(request: IncomingMessage): Promise<SandboxRequest> {
  const url = readUrl(request);
  const body = await readTextBody(request, bodyBytesMax);
  return { method: request.method ?? 'GET', url, headers: request.headers, body };
}

/** Sends a reply. */
export function sendReply(response: ServerResponse, reply: NonNullable<Reply>): void {
  response.writeHead(reply.status, {
    'content-type': reply.contentType,
    'content-length': Buffer.byteLength(reply.body),
    ...(reply.location === undefined ? {} : { location: reply.location }),
  });
  response.end(reply.body);
}

/** The body as JSON; null when it isn't. */
export function parseJson<Content>(body: string): Content | null {
  try {
    return JSON.parse(body) as Content;
  } catch {
    return null;
  }
}
