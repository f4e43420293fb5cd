import type { Server } from "node:http";
import { Failure } from "../domain/failure.ts";

/** Listens, and returns the port: the requested one, or a free one for 0. Throws `bad-usage` with the hint if it cannot listen. */
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

/** Closes every connection, then the server. */
export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}
