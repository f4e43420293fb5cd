import type { Decoded } from "./decoder.ts";
import { member, type Json } from "./json.ts";

/** An error that is sent to the other side with its code. */
export class RpcError extends Error {
  readonly code: number;
  readonly data?: Json;

  constructor(code: number, message: string, data?: Json) {
    super(message);
    this.name = "RpcError";
    this.code = code;
    if (data !== undefined) this.data = data;
  }
}

/** JSON-RPC 2.0 section 5.1, and the additions of both protocols. */
export const codes = {
  parse: -32_700,
  request: -32_600,
  method: -32_601,
  params: -32_602,
  internal: -32_603,
  tooMany: -32_000,
} as const;

export interface RpcConnectionOptions {
  /** Sends one message, as JSON. */
  readonly send: (message: object) => void;
  readonly request: (method: string, params: unknown, signal: AbortSignal) => Promise<unknown>;
  readonly notified: (method: string, params: unknown) => void;
  /** The reply to a canceled request; no reply if absent. */
  readonly cancelled?: RpcError;
  /** Reports an error other than `RpcError`. */
  readonly told: (error: unknown) => RpcError;
}

export interface RpcConnection {
  hear(decoded: Decoded): void;
  notify(method: string, params: Json): void;
  ask(method: string, params: Json, signal?: AbortSignal): Promise<unknown>;
  /** The other side no longer expects a reply. */
  cancel(id: unknown): void;
  /** Aborts all pending requests, in both directions. */
  close(): void;
}

/** Maximum number of concurrent requests; more are refused at once. */
const maxConcurrentRequests = 256;

type Id = string | number;

/** One end of a JSON-RPC 2.0 connection, independent of its transport. Its input is untrusted. */
export function openRpcConnection({ send, request, notified, cancelled, told }: RpcConnectionOptions): RpcConnection {
  const running = new Map<Id, AbortController>();
  const pendingRequests = new Map<Id, PromiseWithResolvers<unknown>>();
  let next = 0;

  const fail = (id: Id | null, { code, message, data }: RpcError) =>
    send({ jsonrpc: "2.0", id, error: { code, message, ...(data !== undefined && { data }) } });

  async function answer(id: Id, method: string, params: unknown): Promise<void> {
    if (running.has(id)) return fail(id, new RpcError(codes.request, `the request ${id} is being answered already`));
    if (running.size >= maxConcurrentRequests)
      return fail(id, new RpcError(codes.tooMany, `more than ${maxConcurrentRequests} requests at once`));
    const stop = new AbortController();
    running.set(id, stop);
    const { promise: cancellation, reject: giveUp } = Promise.withResolvers<never>();
    cancellation.catch(() => {});
    stop.signal.addEventListener("abort", () => giveUp(stop.signal.reason), { once: true });
    try {
      const result = await Promise.race([request(method, params, stop.signal), cancellation]);
      if (!stop.signal.aborted) send({ jsonrpc: "2.0", id, result: result ?? null });
      else if (cancelled !== undefined) fail(id, cancelled);
    } catch (error) {
      if (stop.signal.aborted) {
        if (cancelled !== undefined) fail(id, cancelled);
      } else fail(id, error instanceof RpcError ? error : told(error));
    } finally {
      running.delete(id);
    }
  }

  function hearMessage(message: unknown): void {
    const [id, method] = [member(message, "id"), member(message, "method")];
    const isId = typeof id === "string" || typeof id === "number";
    if (
      typeof message !== "object" ||
      message === null ||
      Array.isArray(message) ||
      member(message, "jsonrpc") !== "2.0"
    )
      fail(isId ? id : null, new RpcError(codes.request, "this is no message of JSON-RPC 2.0"));
    else if (typeof method === "string" && isId) void answer(id, method, member(message, "params"));
    else if (typeof method === "string" && id === undefined) notified(method, member(message, "params"));
    else if (method === undefined && isId) {
      const waiting = pendingRequests.get(id);
      pendingRequests.delete(id);
      const error = member(message, "error");
      if (error === undefined) waiting?.resolve(member(message, "result"));
      else
        waiting?.reject(
          new RpcError(Number(member(error, "code")) || codes.internal, String(member(error, "message"))),
        );
    } else fail(null, new RpcError(codes.request, "a message is a request, a notification or an answer"));
  }

  return {
    hear(decoded) {
      if ("problem" in decoded) return fail(null, new RpcError(codes.parse, decoded.problem));
      let message: unknown;
      try {
        message = JSON.parse(decoded.text);
      } catch {
        return fail(null, new RpcError(codes.parse, "a message that is no JSON"));
      }
      hearMessage(message);
    },
    notify: (method, params) => send({ jsonrpc: "2.0", method, params }),
    ask(method, params, signal) {
      const id = `hullproof-${next++}`;
      const waiting = Promise.withResolvers<unknown>();
      pendingRequests.set(id, waiting);
      const leave = () => {
        if (pendingRequests.delete(id)) waiting.reject(signal?.reason);
      };
      signal?.addEventListener("abort", leave, { once: true });
      send({ jsonrpc: "2.0", id, method, params });
      return waiting.promise.finally(() => signal?.removeEventListener("abort", leave));
    },
    cancel(id) {
      if (typeof id === "string" || typeof id === "number") running.get(id)?.abort(new Error("cancelled"));
    },
    close() {
      for (const stop of running.values()) stop.abort(new Error("the connection ends"));
      for (const waiting of pendingRequests.values()) waiting.reject(new Error("the connection ends"));
      pendingRequests.clear();
    },
  };
}
