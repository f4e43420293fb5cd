import type { Server } from "node:http";
import { Failure } from "../domain/failure.ts";

/** Listens, and returns the port: the one that was asked for, or the one that was free for 0. Throws `bad-usage` with the hint where nothing can listen. */
export async function listen(server: Server, host: string, port: number, hint: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(port, host, resolve);
  try {
    await promise;
  } catch (cause) {
    throw new Failure("bad-usage", `Nothing can listen on ${host}:${port}: ${(cause as Error).message}`, {
      hint,
      cause,
    });
  }
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}

/** Ends every connection, and then the server. */
export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}
