import { rm } from "node:fs/promises";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The calls that docs/guide/audit.md lists, as a socket proxy would allow them. */
const listed: readonly RegExp[] = [
  /^\/_ping$/,
  /^\/version$/,
  /^\/v1\.\d+\/version$/,
  /^\/v1\.\d+\/info$/,
  /^\/v1\.\d+\/containers\/json$/,
  /^\/v1\.\d+\/containers\/[A-Za-z0-9_.-]+\/json$/,
  /^\/v1\.\d+\/images\/json$/,
  /^\/v1\.\d+\/images\/(?:sha256:)?[0-9a-f]+\/json$/,
  // With --scan, where the engine's storage is out of reach.
  /^\/v1\.\d+\/images\/(?:sha256:)?[0-9a-f]+\/get$/,
  /^\/v1\.\d+\/events$/,
];

export interface LookOnlyProxy extends AsyncDisposable {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** `GET /v1.45/info`, of what was passed on. */
  readonly passed: readonly string[];
  /** What was refused. */
  readonly refused: readonly string[];
  /** Ends every connection and takes none for so many milliseconds: an engine that is restarted. */
  restart(milliseconds: number): Promise<void>;
}

/**
 * Stands before the engine and refuses all but a look at what is listed: by method and by path. As some proxies do, it holds the head of an
 * answer back until its first byte comes.
 */
export async function lookOnlyProxy(engine = "/var/run/docker.sock"): Promise<LookOnlyProxy> {
  const path = join(tmpdir(), `hullproof-test-${process.pid}-${Math.random().toString(36).slice(2)}.sock`);
  const passed: string[] = [];
  const refused: string[] = [];
  const serve = (incoming: IncomingMessage, answer: ServerResponse) => {
    const { method = "", url = "" } = incoming;
    const bare = url.split("?")[0] ?? "";
    const call = `${method} ${bare}`;
    if (method !== "GET" || !listed.some((pattern) => pattern.test(bare))) {
      refused.push(call);
      answer.writeHead(403, { "Content-Type": "application/json" }).end('{"message":"refused by the proxy"}');
      return;
    }
    passed.push(call);
    const outgoing = request({ socketPath: engine, method, path: url, headers: incoming.headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    outgoing.on("error", () => answer.destroy());
    answer.on("close", () => outgoing.destroy());
    outgoing.end();
  };
  const open = async () => {
    const server = createServer(serve);
    await new Promise<void>((resolve) => server.listen(path, resolve));
    return server;
  };
  let server = await open();
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(path, { force: true });
  };
  return {
    host: `unix://${path}`,
    passed,
    refused,
    async restart(milliseconds) {
      await close();
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      server = await open();
    },
    [Symbol.asyncDispose]: close,
  };
}
