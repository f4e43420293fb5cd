import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Asked, TestServer } from "../images/registry-server.ts";
import { startServer } from "../images/registry-server.ts";

/** True when it has answered. `count` counts the requests from 0. */
export type Fault = (request: IncomingMessage, response: ServerResponse, count: number) => boolean;

export interface StaticServer extends TestServer {
  /** `http://127.0.0.1:PORT` */
  readonly base: string;
  /** By path, with its leading slash; may be changed while it runs. */
  readonly files: Map<string, Buffer>;
  /** Takes some requests for itself. */
  fault: Fault | undefined;
}

/** What a web server does with static files: validators, conditional requests, ranges with `If-Range`, HEAD. Faults stand before it. */
export async function serveFiles(
  files: Readonly<Record<string, string | Uint8Array>>,
  tls?: { readonly key: string; readonly cert: string },
): Promise<StaticServer> {
  const state = { files: new Map<string, Buffer>(), fault: undefined as Fault | undefined };
  for (const [path, content] of Object.entries(files)) state.files.set(path, Buffer.from(content));
  let count = 0;
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    if (state.fault?.(request, response, count++) === true) return;
    // Through a proxy the whole address is asked for.
    const bytes = state.files.get(new URL(request.url ?? "/", "http://files").pathname);
    if (bytes === undefined)
      return void response.writeHead(404, { "Content-Type": "text/html" }).end("<html>none</html>");
    sendFile(bytes, request, response);
  };
  const server = tls === undefined ? await startServer(answer) : await startTls(answer, tls);
  const extra = { base: `${tls === undefined ? "http" : "https"}://${server.host}` };
  return Object.defineProperty(Object.assign(server, state, extra), "fault", {
    get: () => state.fault,
    set: (fault: Fault | undefined) => {
      state.fault = fault;
    },
  });
}

/** RFC 9110, sections 13 and 14, for one file. */
export function sendFile(bytes: Buffer, { headers, method }: IncomingMessage, response: ServerResponse): void {
  const etag = `"${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}"`;
  response.setHeader("ETag", etag);
  if (headers["if-none-match"] === etag) return void response.writeHead(304).end();
  const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
  const ranged = start > 0 && (headers["if-range"] === undefined || headers["if-range"] === etag);
  if (ranged && start >= bytes.length) {
    return void response.writeHead(416, { "Content-Range": `bytes */${bytes.length}` }).end();
  }
  const rest = ranged ? bytes.subarray(start) : bytes;
  response.writeHead(ranged ? 206 : 200, {
    "Content-Length": rest.length,
    ...(ranged && { "Content-Range": `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
  });
  response.end(method === "HEAD" ? undefined : rest);
}

async function startTls(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  tls: { readonly key: string; readonly cert: string },
): Promise<TestServer> {
  const asked: Asked[] = [];
  const server = createHttpsServer(tls, (request, response) => {
    asked.push({ url: request.url ?? "", headers: request.headers });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Sends so many bytes of `bytes` from where it was asked, then breaks the connection, in the first `times` requests. */
export function cutting(bytes: Buffer, length: number, times: number): Fault {
  return ({ headers }, response, count) => {
    if (count >= times) return false;
    const start = Number(/\d+/.exec(headers.range ?? "")?.[0] ?? 0);
    response.writeHead(start === 0 ? 200 : 206, {
      ETag: `"${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}"`,
      "Content-Length": bytes.length - start,
      ...(start > 0 && { "Content-Range": `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
    });
    response.write(bytes.subarray(start, start + length), () => setTimeout(() => response.destroy(), 20));
    return true;
  };
}
