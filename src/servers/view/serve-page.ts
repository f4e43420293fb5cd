import { close, listen } from "../listen.ts";
import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { Failure } from "../../domain/failure.ts";

export interface PageServer extends AsyncDisposable {
  /** `http://127.0.0.1:40123/TOKEN/` */
  readonly url: string;
}

/** Milliseconds that a client may take for its request. */
const requestMs = 5_000;

/** Nothing of an answer is kept, framed, read by another site, or taken for something else. */
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
 * Serves one page to this machine: on loopback, at a path that no one can guess, and only to those who ask for it by a name of loopback, so that neither another user, nor a
 * page of another site (DNS rebinding), gets to read it. `page` is asked at each request; what it throws is shown as text. `live` is what the page itself may ask for, as JSON.
 * Throws `bad-usage` where the port can't be listened on.
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
  // A name of another site that leads here is not one of ours, whatever address it has.
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(headers.host ?? ""))
    return { status: 421, why: "hullproof serves this page to this machine only" };
  if (headers["sec-fetch-site"] === "cross-site") return { status: 403, why: "another site asked for it" };
  if (method !== "GET" && method !== "HEAD") return { status: 405, why: "it can only be read" };
  if (requestedDocument === undefined) return { status: 404, why: "the address is the one that hullproof printed" };
  return undefined;
}

/** Takes as long wherever they differ. */
function isSame(actual: string, expected: string): boolean {
  const [a, b] = [Buffer.from(actual), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
