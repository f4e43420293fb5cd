import { close, listen } from "../listen.ts";
import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { Failure } from "../../domain/failure.ts";

export interface PageServer extends AsyncDisposable {
  /** `http://127.0.0.1:40123/TOKEN/` */
  readonly url: string;
}

/** Time limit for a client's request, in milliseconds. */
const requestMs = 5_000;

/** Forbids caching, framing, reading by another site, and content sniffing. */
const headers = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
} as const;

/**
 * Serves one page to this machine: on loopback, at a secret path, and only for requests to a loopback name, so that
 * neither another user nor a page of another site (DNS rebinding) can read it. `page` runs on each request; its error
 * is shown as text. `live` returns JSON for the page itself. Throws `bad-usage` if it cannot listen on the port.
 */
export async function servePage(
  port: number,
  page: () => Promise<string>,
  live?: () => Promise<string>,
): Promise<PageServer> {
  const token = randomBytes(18).toString("base64url");
  const host = "127.0.0.1";
  let listeningPort = port;
  const server = createServer(
    { requestTimeout: requestMs, headersTimeout: requestMs, keepAliveTimeout: requestMs, maxHeaderSize: 16_384 },
    async (request, response) => {
      const requestedDocument = askedFor(request, token, live !== undefined);
      const refusal = refusalOf(request, listeningPort, requestedDocument);
      if (refusal !== undefined) {
        response.writeHead(refusal.status, { ...headers, "Content-Type": "text/plain; charset=utf-8" });
        response.end(`${refusal.why}\n`);
        return;
      }
      let status = 200;
      let [type, text] = ["text/html; charset=utf-8", ""];
      try {
        if (requestedDocument === "live" && live !== undefined)
          [type, text] = ["application/json; charset=utf-8", await live()];
        else text = await page();
      } catch (error) {
        if (!(error instanceof Failure)) {
          response.destroy();
          throw error;
        }
        [status, type, text] = [500, "text/plain; charset=utf-8", `${error.message}\n${error.hint}\n`];
      }
      response.writeHead(status, { ...headers, "Content-Type": type });
      response.end(request.method === "HEAD" ? undefined : text);
    },
  );
  listeningPort = await listen(
    server,
    host,
    port,
    "Name another port, or leave --port out: then one that is free is taken.",
  );
  return {
    url: `http://${host}:${listeningPort}/${token}/`,
    [Symbol.asyncDispose]: () => close(server),
  };
}

type RequestedDocument = "page" | "live" | undefined;

function askedFor({ url = "" }: IncomingMessage, token: string, hasLive: boolean): RequestedDocument {
  const path = url.split("?")[0] ?? "";
  if (isSame(path, `/${token}/`)) return "page";
  return hasLive && isSame(path, `/${token}/live`) ? "live" : undefined;
}

function refusalOf({ method, headers }: IncomingMessage, port: number, requestedDocument: RequestedDocument) {
  // A foreign name that resolves to this machine is refused, whatever its address.
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(headers.host ?? ""))
    return { status: 421, why: "hullproof serves this page to this machine only" };
  if (headers["sec-fetch-site"] === "cross-site") return { status: 403, why: "another site asked for it" };
  if (method !== "GET" && method !== "HEAD") return { status: 405, why: "it can only be read" };
  if (requestedDocument === undefined) return { status: 404, why: "the address is the one that hullproof printed" };
  return undefined;
}

/** Compares in constant time. */
function isSame(actual: string, expected: string): boolean {
  const [a, b] = [Buffer.from(actual), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
