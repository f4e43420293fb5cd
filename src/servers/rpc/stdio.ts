import type { Readable } from "node:stream";
import type { Decoder } from "./decoder.ts";
import type { RpcConnection } from "./rpc-connection.ts";

export interface StdioOptions {
  readonly input: Readable;
  readonly decoder: Decoder;
  readonly peer: RpcConnection;
  /** Closes the connection from our side. */
  readonly signal: AbortSignal;
}

/** Reads input until it ends, which happens when the parent process ends. */
export async function hearAll({ input, decoder, peer, signal }: StdioOptions): Promise<void> {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const end = () => resolve();
  const hear = (chunk: Buffer) => {
    for (const decoded of decoder(chunk)) {
      if (signal.aborted) return;
      peer.hear(decoded);
    }
  };
  input.on("data", hear).on("end", end).on("close", end).on("error", end);
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  await ended;
  signal.removeEventListener("abort", end);
  input.off("data", hear);
  peer.close();
  // An open input would keep the process alive.
  input.destroy();
}
