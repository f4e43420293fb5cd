import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Listens where an engine would, and writes down what it is asked. It answers nothing that an engine would. */
export async function countingEngine(): Promise<
  AsyncDisposable & { readonly host: string; readonly asked: readonly string[] }
> {
  const folder = await mkdtemp(join(tmpdir(), "hullproof-engine-"));
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(500).end('{"message":"asked"}');
  });
  const socket = join(folder, "engine.sock");
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    host: `unix://${socket}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
