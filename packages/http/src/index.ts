export { addressBlock, unmappedAddress } from './addressBlock.ts';
export { setOwner } from './connections.ts';
export { type HeaderItem, readHeaderList } from './headerList.ts';
export { type HttpLimits, httpLimits } from './httpLimits.ts';
export { readBody, readTextBody } from './readBody.ts';
export { type RequestTarget, readTarget, readUrl } from './requestTarget.ts';
export { sendJson } from './sendJson.ts';
export { type HttpServer, type HttpServerOptions, serveHttp } from './serveHttp.ts';
