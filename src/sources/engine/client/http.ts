import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { Failure } from "../../../domain/failure.ts";
import { boundedJson } from "../../../formats/json/bounded-json.ts";
import { died, requestName, timedOut, tooLong, unreachable, unsendable } from "./http-failures.ts";
import { readText, refusal } from "./refusal.ts";
import { hostOf, queryText } from "./request-parts.ts";
import { upgraded } from "./upgraded.ts";
import { interruption } from "./interruption.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Engine, EngineRequest } from "../types.ts";

export interface HttpClient extends Pick<Engine, "call" | "open" | "duplex"> {
  /** The response after its header arrived with an accepted status. The caller must read or destroy it. */
  send(request: EngineRequest): Promise<{ readonly headers: IncomingMessage["headers"]; readonly body: Readable }>;
}

// Importing it by name evaluates all its exports, including Node's WebSocket and undici: 30 ms of CPU at each start.
const { request: httpRequest } = process.getBuiltinModule("node:http");

const defaultTimeoutMs = 30_000;
/** Factor from the idle timeout to the limit of a whole response: an engine that drips would block forever. */
const wholeShare = 2;
/** Maximum size of a JSON response; a listing of ten thousand containers is about 20 MB. */
const maxJsonBytes = 64 * 1024 * 1024;

/** `prefix` is the API version as a path (`/v1.45`) or empty. A body of bytes or a stream is sent as a tar archive. */
export function httpClient(endpoint: Endpoint, prefix: string): HttpClient {
  const client: HttpClient = {
    async send(request) {
      const { headers, body, withoutDeadline } = await send(endpoint, prefix, request);
      // Logs, events, exports and builds have no total limit while data arrives.
      withoutDeadline();
      return { headers, body };
    },
    open: async (request) => (await client.send(request)).body,
    duplex: (request) => upgraded(endpoint, prefix, request),
    async call<T>(request: EngineRequest): Promise<T> {
      const { body } = await send(endpoint, prefix, request);
      const text = await readText(body, maxJsonBytes, request);
      // An empty response becomes `undefined`; the API defines which calls have one, so the caller casts.
      if (text.trim() === "") return undefined as T;
      const answer = boundedJson(
        text,
        (problem) =>
          new Failure(
            "engine-refused",
            `The engine's answer to ${requestName(request)}: ${problem}: ${text.slice(0, 200)}`,
            {
              hint: `Check that a Docker Engine listens at ${endpoint.text}.`,
            },
          ),
      );
      // Go encodes an empty list as null; calls where that is normal say so.
      if (answer === null && request.nullable !== true)
        throw new Failure("engine-refused", `The engine's answer to ${requestName(request)} is null.`, {
          hint: `Check that a Docker Engine listens at ${endpoint.text}, and what stands before it.`,
        });
      return answer as T;
    },
  };
  return client;
}

/** HTTP status of an `engine-refused` Failure. */
export function refusedStatus(error: unknown): number | undefined {
  const cause = error instanceof Failure ? error.cause : undefined;
  return typeof cause === "object" && cause !== null && "status" in cause ? Number(cause.status) : undefined;
}

/** The response has a deadline until `withoutDeadline` is called. */
async function send(endpoint: Endpoint, prefix: string, request: EngineRequest) {
  if (request.signal?.aborted) throw interruption(request.signal);
  const response = await exchange(endpoint, prefix, request);
  const status = response.message.statusCode ?? 0;
  const accepted = (status >= 200 && status < 300) || status === 304 || request.accept?.includes(status);
  if (accepted)
    return {
      headers: response.message.headers,
      body: response.body,
      withoutDeadline: response.withoutDeadline,
    };
  throw await refusal(request, status, response.body);
}

function exchange(endpoint: Endpoint, prefix: string, request: EngineRequest) {
  const { promise, resolve, reject } = Promise.withResolvers<{
    readonly message: IncomingMessage;
    readonly body: Readable;
    readonly withoutDeadline: () => void;
  }>();
  const raw = request.body instanceof Uint8Array || request.body instanceof Readable;
  const payload = request.body === undefined || raw ? undefined : Buffer.from(JSON.stringify(request.body));
  const timeoutMs = request.timeoutMs ?? defaultTimeoutMs;
  let connected = false;
  let body: Readable | undefined;

  const outgoing = httpRequest({
    ...endpoint.address,
    method: request.method,
    path: prefix + request.path + queryText(request.query),
    // One connection per request: a local connect takes microseconds, but a stale pooled connection causes obscure errors.
    agent: false,
    headers: {
      Host: hostOf(endpoint),
      ...(payload !== undefined ? { "Content-Type": "application/json", "Content-Length": payload.length } : {}),
      ...(raw ? { "Content-Type": "application/x-tar" } : {}),
    },
  });
  const giveUp = (failure: Failure) => {
    body?.destroy(failure);
    outgoing.destroy(failure);
    reject(failure);
  };
  const wholeMs = wholeShare * timeoutMs;
  let deadline: NodeJS.Timeout | undefined;
  let ended = false;
  const withoutDeadline = () => {
    ended = true;
    clearTimeout(deadline);
  };
  // Starts after the request was sent, which may be large.
  outgoing.on("finish", () => {
    if (wholeMs > 0 && !ended) deadline = setTimeout(() => giveUp(tooLong(request, wholeMs)), wholeMs);
  });
  const onAbort = () => giveUp(interruption(request.signal));
  request.signal?.addEventListener("abort", onAbort, { once: true });
  outgoing.on("close", () => request.signal?.removeEventListener("abort", onAbort));
  outgoing.on("socket", (socket) => socket.once("connect", () => (connected = true)));
  if (timeoutMs > 0) outgoing.setTimeout(timeoutMs, () => giveUp(timedOut(request, timeoutMs)));
  outgoing.on("error", (error) => {
    withoutDeadline();
    const failure = connected ? died(endpoint, request, error) : unreachable(endpoint, error);
    body?.destroy(failure);
    reject(failure);
  });
  outgoing.on("response", (message) => {
    body = withFailures(message, (error) => died(endpoint, request, error));
    body.on("close", withoutDeadline);
    resolve({ message, body, withoutDeadline });
  });
  if (request.body instanceof Readable) {
    request.body.on("error", (error) => giveUp(unsendable(error, request)));
    request.body.pipe(outgoing);
  } else if (request.body instanceof Uint8Array) outgoing.end(request.body);
  else outgoing.end(payload);
  return promise;
}

/** The body as a stream whose errors are Failures; destroying it closes the connection at once. */
function withFailures(message: IncomingMessage, failed: (error: unknown) => Failure): Readable {
  const body = new Readable({
    read: () => void message.resume(),
    destroy(error, callback) {
      message.destroy();
      callback(error);
    },
  });
  // The reader handles it; an unread stream must not end the process.
  body.on("error", () => {});
  message.on("data", (chunk) => {
    if (!body.push(chunk)) message.pause();
  });
  message.on("end", () => body.push(null));
  message.on("error", (error) => body.destroy(failed(error)));
  message.on("close", () => {
    if (!message.complete && !body.destroyed) body.destroy(failed(undefined));
  });
  return body;
}
