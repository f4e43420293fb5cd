import { readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import type { ListeningSocket, Observed } from "../../domain/workload/observation.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import type { Observer } from "./observer.ts";
import { callResult, type CallEvidence } from "./calls/call-evidence.ts";
import { openCalls } from "./calls/call-tracer.ts";
import { monotonicSeconds, watchExecs, type ExecWatch } from "./trace/engine-execs.ts";
import { familyName } from "./calls/families.ts";
import { imageFiles } from "./files/image-files.ts";
import { inOrder, listeningSockets } from "./network/listening-sockets.ts";

export interface ObservedSystem extends Pick<Observed, "files" | "syscalls" | "sockets"> {
  /** Undefined if the calls are not completely known. */
  readonly calls?: CallEvidence;
}

export interface SystemObservation {
  /** Whether system calls are traced; `finish` returns the result. */
  readonly traced: boolean;
  readonly observer: Observer;
  /** After the trials; never throws if there is no trace. */
  finish(): Promise<ObservedSystem>;
}

/** A trace is read every 20 ms, and sorted by time a little later. */
const traceDelayMs = 80;
const tables = ["tcp", "tcp6", "udp", "udp6", "unix"] as const;

/**
 * Watches system calls, files and sockets in the trials that it observes. `mounts` are volumes and tmpfs: files in them are
 * not the image's.
 */
export async function observeSystem(session: EngineSession, mounts: readonly string[]): Promise<SystemObservation> {
  const files = imageFiles(mounts);
  const listening: ListeningSocket[] = [];
  const traced = await openCalls(session);
  const { sameKernel } = session.engine.info;
  let execs: ExecWatch | undefined;

  const look = async (pid: number) => {
    const ownInodes = await files.sample(pid);
    for (const table of tables) {
      const text = await readFile(`/proc/${pid}/net/${table}`, "utf8").catch(() => "");
      listening.push(...listeningSockets(table, text, ownInodes));
    }
  };
  const observer: Observer = {
    async starting({ container }) {
      traced.of(container.id);
      execs = await watchExecs(session, container);
    },
    async started({ pid }) {
      if (pid > 0) traced.start({ pid, at: monotonicSeconds() });
    },
    async ready({ pid }) {
      await look(pid);
    },
    executed(pid) {
      // A very short command has no pid.
      if (pid > 0) traced.command({ pid, at: monotonicSeconds() });
    },
    async stopping({ container, pid, life }) {
      await look(pid);
      for (const exec of (await execs?.end()) ?? []) traced.command(exec);
      if (traced.programs === undefined) return;
      if (life === 0) await files.map(pid, container.overlay);
      await setTimeout(traceDelayMs);
      await files.programs(pid, traced.programs());
    },
  };
  return {
    traced: traced.programs !== undefined,
    observer: sameKernel ? observer : {},
    async finish() {
      // A container that did not start has no stop.
      await execs?.end();
      const calls = await traced.finish();
      const reason = "reason" in calls ? calls.reason : traced.withoutFiles;
      const inodes = "reason" in calls || reason !== undefined ? undefined : calls.files.keys();
      return {
        files: files.result(inodes, reason ?? ""),
        ...callResult(calls, traced.table, files.narrow()),
        sockets: {
          method: "reason" in calls ? (sameKernel ? "sampled" : "none") : "tracepoint",
          listening: inOrder(listening),
          families: "reason" in calls ? [] : [...calls.families].map(familyName).toSorted(),
          ...("reason" in calls ? {} : { connects: calls.connects, pings: calls.pings }),
          reason:
            "reason" in calls
              ? calls.reason
              : "sockets made, as system calls; listening ones once ready and before the stop",
        },
      };
    },
  };
}
