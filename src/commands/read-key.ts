import { StringDecoder } from "node:string_decoder";
import type { ReadStream } from "node:tty";

/** A multi-byte character may arrive in two chunks. */
const decoder = new StringDecoder("utf8");
/** Sequences of arrow and function keys are not characters (ECMA-48, CSI; SS3 of xterm). */
// oxlint-disable-next-line no-control-regex
const sequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|O[@-~])/g;

/** Keys typed ahead: several may arrive at once. */
const waiting: string[] = [];

/** The next key, without echo and without waiting for a line; empty at the end of input. Rejects with the signal's reason. */
export function readKey(stdin: ReadStream, signal: AbortSignal): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const take = (): boolean => {
    const key = waiting.shift();
    if (key === undefined) return false;
    // In raw mode the terminal makes no signal of Ctrl-C.
    if (key === "\u0003") process.kill(process.pid, "SIGINT");
    else resolve(key);
    return true;
  };
  const onData = (chunk: Buffer) => {
    waiting.push(...Array.from(decoder.write(chunk).replaceAll(sequences, "")));
    take();
  };
  const onEnd = () => resolve("");
  const onAbort = () => reject(signal.reason as Error);
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort);
  if (!take()) {
    stdin.setRawMode(true);
    stdin.on("data", onData).on("end", onEnd).resume();
  }
  return promise.finally(() => {
    stdin.off("data", onData).off("end", onEnd).pause();
    stdin.setRawMode(false);
    signal.removeEventListener("abort", onAbort);
  });
}
