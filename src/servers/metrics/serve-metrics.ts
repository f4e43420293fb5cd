import { close, listen } from "../listen.ts";
import { createServer } from "node:http";
import type { ListenAddress } from "./listen-address.ts";

export interface MetricsServer extends AsyncDisposable {
  /** `http://127.0.0.1:9464/metrics` */
  readonly url: string;
}

/** Time limit for a client's request, in milliseconds. */
const requestMs = 5_000;

/** Serves the current result of `text` at `GET /metrics`, and nothing else. Throws `bad-usage` if it cannot listen on the address. */
export async function serveMetrics({ host, port }: ListenAddress, text: () => string): Promise<MetricsServer> {
  const server = createServer(
    { requestTimeout: requestMs, headersTimeout: requestMs, keepAliveTimeout: requestMs },
    (request, response) => {
      const head = request.method === "HEAD";
      if (request.method !== "GET" && !head) {
        response.writeHead(405, { Allow: "GET, HEAD" }).end();
        return;
      }
      if (request.url?.split("?")[0] !== "/metrics") {
        response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" }).end("hullproof serves /metrics\n");
        return;
      }
      response
        .writeHead(200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" })
        .end(head ? undefined : text());
    },
  );
  const listeningPort = await listen(server, host, port, "Name another port, or end what listens there.");
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${listeningPort}/metrics`,
    [Symbol.asyncDispose]: () => close(server),
  };
}
