import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { BlobStore } from "./oci.ts";

export interface Asked {
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
}

export interface TestServer extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly asked: Asked[];
}

/** A server on this machine. `answer` may be replaced by a fault that takes some requests for itself. */
export async function startServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TestServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
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

export interface RegistryFaults {
  /** True when it has answered. */
  readonly before?: (request: IncomingMessage, response: ServerResponse, count: number) => boolean;
  readonly ignoresRange?: boolean;
}

/**
 * The pull half of a registry (OCI distribution-spec) out of memory: what no real registry does on demand, such as breaking off in the
 * middle of a blob, is tested with it. `tags` are `REPOSITORY:TAG` -> digest.
 */
export function startRegistry(
  store: BlobStore,
  tags: ReadonlyMap<string, string>,
  { before, ignoresRange = false }: RegistryFaults = {},
): Promise<TestServer> {
  let count = 0;
  return startServer((request, response) => {
    if (before?.(request, response, count++) === true) return;
    const url = new URL(request.url ?? "", "http://registry");
    if (url.pathname === "/v2/") return void response.end("{}");
    const [, repository = "", kind, name = ""] =
      /^\/v2\/(.+)\/(manifests|blobs|tags)\/([^/]+)$/.exec(url.pathname) ?? [];
    const digest = kind === "manifests" ? (tags.get(`${repository}:${name}`) ?? name) : name;
    const bytes = store.blobs.get(digest);
    if (bytes === undefined) {
      response
        .writeHead(404)
        .end(JSON.stringify({ errors: [{ code: "MANIFEST_UNKNOWN", message: "manifest unknown" }] }));
      return;
    }
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    if (kind === "manifests") response.setHeader("Docker-Content-Digest", digest);
    if (start > 0 && !ignoresRange) {
      response.writeHead(206, {
        "Content-Length": bytes.length - start,
        "Content-Range": `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
      });
      response.end(bytes.subarray(start));
    } else response.writeHead(200, { "Content-Length": bytes.length }).end(bytes);
  });
}
