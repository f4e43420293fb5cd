import type { Readable } from "node:stream";
import type { Decoder } from "./decoder.ts";
import type { Peer } from "./peer.ts";

export interface StdioOptions {
  readonly input: Readable;
  readonly decoder: Decoder;
  readonly peer: Peer;
  /** Ends the connection from our side. */
  readonly signal: AbortSignal;
}

/** Hears what comes until the input ends, which it does when whoever started us ends. */
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
  // An input that stays open would keep the process.
  input.destroy();
}
