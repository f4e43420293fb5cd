import { request } from "node:http";

export interface HttpQuestion {
  /** Port of 127.0.0.1. */
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole exchange, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export type HttpAnswer =
  | { readonly status: number; readonly body: string }
  | { readonly problem: string; readonly timedOut: boolean };

/** A hostile container may answer without end; what lies beyond is not read. */
const bodyLimit = 256 * 1024;

/** One request on a connection of its own. Trouble on the way is an answer too, and never thrown. */
export function httpExchange(question: HttpQuestion): Promise<HttpAnswer> {
  const { promise, resolve } = Promise.withResolvers<HttpAnswer>();
  const deadline = AbortSignal.timeout(question.timeoutMs);
  const fail = (error: NodeJS.ErrnoException) => {
    const timedOut = deadline.aborted;
    resolve({ timedOut, problem: timedOut ? `no answer within ${question.timeoutMs} ms` : describe(error) });
  };
  try {
    const outgoing = request({
      host: "127.0.0.1",
      port: question.port,
      method: question.method,
      path: question.path,
      headers: { host: "localhost", connection: "close", ...question.headers },
      agent: false,
      // A header line that ends without CR is the container's own manner: browsers and curl take it too.
      insecureHTTPParser: true,
      signal: AbortSignal.any([deadline, question.signal]),
    });
    outgoing.on("error", fail);
    outgoing.on("response", (message) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const finish = () =>
        resolve({ status: message.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8").slice(0, bodyLimit) });
      message.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes < bodyLimit) return;
        finish();
        message.destroy();
      });
      message.on("end", finish);
      message.on("error", fail);
    });
    outgoing.end(question.body);
  } catch (error) {
    // A path or header that HTTP does not allow.
    fail(error as NodeJS.ErrnoException);
  }
  return promise;
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
