import type { Observed } from "../../domain/observation.ts";

/** What is said of files, calls and sockets where nothing could be seen. */
export function nothingObserved(reason: string): Pick<Observed, "files" | "syscalls" | "sockets"> {
  return {
    files: { method: "none", opened: [], executed: [], complete: false, reason },
    syscalls: { method: "none", names: [], complete: false, reason },
    sockets: { method: "none", listening: [], families: [], reason },
  };
}
