import type { Duplex } from "node:stream";
import type { Failure } from "../../../domain/failure.ts";
import type { Endpoint } from "./endpoint.ts";
import { timedOut, unreachable } from "./http-failures.ts";
import { interruption } from "./interruption.ts";
import { refusal } from "./refusal.ts";
import { hostOf, queryText } from "./request-parts.ts";
import type { EngineRequest } from "../types.ts";

const { request: httpRequest } = process.getBuiltinModule("node:http");
const answerMs = 30_000;

/** Docker Engine API, "Hijacking" of ContainerAttach: 101, and the connection is the container's. */
export async function upgraded(endpoint: Endpoint, prefix: string, request: EngineRequest): Promise<Duplex> {
  if (request.signal?.aborted) throw interruption(request.signal);
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
  const payload = Buffer.from(JSON.stringify(request.body ?? {}));
  const timeoutMs = request.timeoutMs ?? answerMs;
  const outgoing = httpRequest({
    ...endpoint.address,
    method: request.method,
    path: prefix + request.path + queryText(request.query),
    agent: false,
    headers: {
      Host: hostOf(endpoint),
      "Content-Type": "application/json",
      "Content-Length": payload.length,
      Connection: "Upgrade",
      Upgrade: "tcp",
    },
  });
  const giveUp = (failure: Failure) => {
    outgoing.destroy(failure);
    reject(failure);
  };
  const onAbort = () => giveUp(interruption(request.signal));
  request.signal?.addEventListener("abort", onAbort, { once: true });
  // Reads the header only: the bytes after it are the container's.
  const deadline = setTimeout(() => giveUp(timedOut(request, timeoutMs || answerMs)), timeoutMs || answerMs);
  promise
    .catch(() => {})
    .finally(() => {
      clearTimeout(deadline);
      request.signal?.removeEventListener("abort", onAbort);
    });
  outgoing.on("error", (error) => reject(unreachable(endpoint, error)));
  outgoing.on("upgrade", (_, socket, head) => {
    socket.setTimeout(0);
    if (head.length > 0) socket.unshift(head);
    resolve(socket);
  });
  outgoing.on("response", (message) => {
    void refusal(request, message.statusCode ?? 0, message).then(reject);
  });
  outgoing.end(payload);
  return promise;
}
