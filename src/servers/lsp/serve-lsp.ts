import type { Readable } from "node:stream";
import type { Context } from "../../pipeline/context.ts";
import { contentLength, framed } from "../rpc/content-length.ts";
import { openRpcConnection, RpcError } from "../rpc/rpc-connection.ts";
import { hearAll } from "../rpc/stdio.ts";
import { openLanguageServer } from "./language-server.ts";

export interface LspOptions {
  readonly input: Readable;
  /** Writes text unchanged; JSON in it is already escaped. */
  readonly write: (text: string) => void;
  /** Escapes JSON before it is sent, so that its length is known. */
  readonly guard: (json: string) => string;
  /** Writes a message to the server's log. */
  readonly log: (message: string) => void;
  /** Context of the command line. */
  readonly context: Context;
}

/** `hullproof lsp`: serves one editor until it leaves. Returns whether the editor shut it down as the protocol requires. */
export async function serveLsp({ input, write, guard, log, context }: LspOptions): Promise<boolean> {
  const stop = new AbortController();
  const end = () => stop.abort(new Error("the editor left"));
  if (context.signal?.aborted === true) end();
  context.signal?.addEventListener("abort", end, { once: true });
  const peer = openRpcConnection({
    send: (message) => write(framed(guard(JSON.stringify(message)))),
    request: (method, params, signal) => server.request(method, params, signal),
    notified(method, params) {
      try {
        server.notified(method, params);
      } catch (error) {
        log(`${method}: ${String(error)}`);
      }
    },
    // LSP 3.17, LSPErrorCodes.RequestCancelled
    cancelled: new RpcError(-32_800, "cancelled"),
    told(error) {
      log(String(error));
      return new RpcError(-32_803, error instanceof Error ? error.message : String(error));
    },
  });
  const server = openLanguageServer({ peer, context, end });
  try {
    await hearAll({ input, decoder: contentLength(), peer, signal: stop.signal });
  } finally {
    server.close();
    context.signal?.removeEventListener("abort", end);
  }
  return server.saidGoodbye();
}
