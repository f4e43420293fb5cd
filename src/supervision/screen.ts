import { StringDecoder } from "node:string_decoder";
import type { ReadStream } from "node:tty";
import { keysIn } from "../commands/screen/keys.ts";
import type { Screen, ScreenEvent } from "../commands/screen/screen.ts";
import type { Terminals } from "./terminals.ts";

/** The screen of this process's terminal, taken on the first drawing. `close`, a signal, or any regular exit of the process restores it. */
export function openScreen(
  stdin: ReadStream,
  { stdout, size }: Pick<Terminals, "stdout" | "size">,
  signal: AbortSignal,
): Screen {
  let open = false;
  let incompleteKey = "";
  let waiting: PromiseWithResolvers<readonly ScreenEvent[]> | undefined;
  let events: ScreenEvent[] = [{ kind: "size", ...size.now() }];
  let unwatch = () => {};
  const decoder = new StringDecoder("utf8");
  const hand = () => {
    if (waiting === undefined || events.length === 0) return;
    waiting.resolve(events);
    [waiting, events] = [undefined, []];
  };
  const tell = (...more: readonly ScreenEvent[]) => {
    events.push(...more);
    hand();
  };
  const onData = (chunk: Buffer) => {
    const parsed = keysIn(incompleteKey + decoder.write(chunk));
    incompleteKey = parsed.rest;
    // In raw mode the terminal sends no signal for Ctrl-C.
    if (parsed.keys.includes("interrupt")) process.kill(process.pid, "SIGINT");
    tell(...parsed.keys.filter((key) => key !== "interrupt").map((key) => ({ kind: "key", key }) as const));
  };
  const onEnd = () => tell({ kind: "end" });
  const take = () => {
    if (open || signal.aborted) return;
    open = true;
    process.once("exit", close);
    signal.addEventListener("abort", onAbort, { once: true });
    unwatch = size.watch(() => tell({ kind: "size", ...size.now() }));
    stdin.setRawMode(true);
    stdin.on("data", onData).on("end", onEnd).on("error", onEnd).resume();
  };
  function close() {
    if (!open) return;
    open = false;
    process.off("exit", close);
    signal.removeEventListener("abort", onAbort);
    unwatch();
    stdout.screen(undefined);
    stdin.off("data", onData).off("end", onEnd).pause();
    stdin.setRawMode(false);
  }
  function onAbort() {
    close();
    waiting?.reject(signal.reason as Error);
    waiting = undefined;
  }
  return {
    draw(rows) {
      take();
      if (open) stdout.screen(rows);
    },
    next() {
      if (signal.aborted) return Promise.reject(signal.reason as Error);
      take();
      waiting ??= Promise.withResolvers();
      const { promise } = waiting;
      hand();
      return promise;
    },
    close,
  };
}
