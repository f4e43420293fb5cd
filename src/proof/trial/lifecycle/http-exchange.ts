import { request as plainRequest, type IncomingMessage } from "node:http";
import { request as tlsRequest } from "node:https";
import { byKey } from "../../../text/by-key.ts";

export interface HttpQuestion {
  /** Port of 127.0.0.1. */
  readonly port: number;
  /** Accepts any certificate, since the container is local and not at its public name. */
  readonly tls?: boolean;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Time limit of the whole exchange, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export type HttpAnswer =
  | {
      readonly status: number;
      readonly body: string;
      /** Size of the whole body, or of the part that was read. */
      readonly bytes: number;
      /** In lower case; repeated headers are joined with `, `. */
      readonly headers: Readonly<Record<string, string>>;
      /** Each `set-cookie` header. */
      readonly cookies: readonly string[];
      /** The body is longer than what was read. */
      readonly isCut: boolean;
    }
  | { readonly problem: string; readonly timedOut: boolean };

/** Maximum body to read: a hostile container may send endless data. */
const bodyLimit = 256 * 1024;

/** One request on a new connection. Returns errors as results, and never throws them. */
export function httpExchange(question: HttpQuestion): Promise<HttpAnswer> {
  const { promise, resolve } = Promise.withResolvers<HttpAnswer>();
  const deadline = AbortSignal.timeout(question.timeoutMs);
  const fail = (error: NodeJS.ErrnoException) => {
    const timedOut = deadline.aborted;
    resolve({ timedOut, problem: timedOut ? `no answer within ${question.timeoutMs} ms` : describe(error) });
  };
  try {
    const request = question.tls === true ? tlsRequest : plainRequest;
    const outgoing = request({
      host: "127.0.0.1",
      port: question.port,
      method: question.method,
      path: question.path,
      headers: { host: "localhost", connection: "close", ...question.headers },
      agent: false,
      rejectUnauthorized: false,
      // A header line may end without CR: browsers and curl accept that too.
      insecureHTTPParser: true,
      signal: AbortSignal.any([deadline, question.signal]),
    });
    outgoing.on("error", fail);
    outgoing.on("response", (message) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const finish = (isCut = false) => {
        const body = Buffer.concat(chunks).toString("utf8").slice(0, bodyLimit);
        const cookies = message.headers["set-cookie"] ?? [];
        resolve({ status: message.statusCode ?? 0, body, bytes, headers: headersOf(message), cookies, isCut });
      };
      message.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes < bodyLimit) return;
        finish(true);
        message.destroy();
      });
      message.on("end", () => finish());
      message.on("error", (error: NodeJS.ErrnoException) =>
        // The connection ended before the announced length.
        error.code === "ECONNRESET" && !deadline.aborted
          ? resolve({ timedOut: false, problem: `the answer was cut off after ${bytes} bytes of its body` })
          : fail(error),
      );
    });
    outgoing.end(question.body);
  } catch (error) {
    // The path or a header is invalid in HTTP.
    fail(error as NodeJS.ErrnoException);
  }
  return promise;
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const texts = Object.entries(headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")] as const);
  return Object.fromEntries(texts.toSorted(byKey));
}

function describe(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case "ECONNREFUSED":
      return "connection refused";
    case "ECONNRESET":
      return "connection closed without an answer";
    default:
      return error.message;
  }
}
