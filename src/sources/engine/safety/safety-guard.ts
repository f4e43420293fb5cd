import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { isAlive } from "./is-alive.ts";
import type { CreateRequest } from "../../../domain/container/create-request.ts";
import { reachedLimit, type SafetyName } from "../../../domain/workload/safety.ts";
import { readMultiplexed, type Output } from "../client/multiplexed.ts";
import type { z } from "zod";
import type { ContainerPlace } from "../containers/container-place.ts";
import { containerShape } from "../client/shapes.ts";
import type { EngineSession } from "../types.ts";
import { lookAtLimits, noteUnenforced } from "./limits-in-force.ts";
import { watchContainer, type Watch } from "./watch.ts";

export interface SafetyGuard {
  /** The container runs: starts watching it if it is local. */
  started(seen: z.infer<typeof containerShape>, place: ContainerPlace): Promise<void>;
  limit(): Promise<string | undefined>;
  /** Reads its log, up to its limit. */
  log(stream: AsyncIterable<Uint8Array>): Promise<Output>;
  /** The container is about to be removed. */
  stop(): void;
}

const unwatched = "what containers write to the engine's disk is not limited";
const yes = () => true;
const no = () => false;

/** Overhead of a log line in the engine's file: `{"log":"\n","stream":"stdout","time":"2026-11-27T16:00:00.000000000Z"}`. */
const lineBytes = 75;

/** The safety limits of one container: the engine enforces memory, tasks and log, this machine watches the others. */
export function safetyGuard(
  session: EngineSession,
  id: string,
  spec: Pick<CreateRequest, "memoryBytes" | "pids" | "cpus">,
): SafetyGuard {
  const { engine, safety, signal } = session;
  noteUnenforced(session);
  const inspect = async () =>
    containerShape.parse(await engine.call({ method: "GET", path: `/containers/${id}/json`, signal }));
  let watch: Watch | undefined;
  let logFull = false;
  const name = async (): Promise<SafetyName | undefined> => {
    const reachedName = await watch?.look();
    if (reachedName !== undefined) return reachedName;
    if (logFull) return "log";
    if ((spec.memoryBytes ?? Infinity) <= safety.memoryBytes) return undefined;
    return (await inspect()).State.OOMKilled ? "memory" : undefined;
  };
  return {
    async started({ State: state, Mounts: mounts, LogPath: logPath }, { overlay, local }) {
      watch?.stop();
      if (!engine.info.sameKernel) {
        session.note(`${unwatched}: the engine is on another machine`);
        return;
      }
      if (state.Pid === 0) return;
      await lookAtLimits(session, { id, pid: state.Pid }, spec);
      const volumes = mounts.flatMap(({ Type, Source }) => (Type === "volume" ? [local(Source)] : []));
      const folders = [...(overlay === undefined ? [] : [overlay.upper]), ...volumes];
      const readable = await Promise.all(
        folders.map((folder) => access(folder, constants.R_OK | constants.X_OK).then(yes, no)),
      );
      // An ended container writes nothing more, and has no mounts to read.
      const lives = isAlive(state.Pid);
      if (lives && (overlay === undefined || readable.includes(false))) {
        session.note(`${unwatched}: its storage (${engine.info.storageDriver}) cannot be read by this user`);
      }
      watch = await watchContainer({
        pid: state.Pid,
        folders,
        logPath: logPath === "" ? "" : local(logPath),
        limits: safety,
        ours: {
          tasks: (spec.pids ?? Infinity) > safety.tasks,
          memory: (spec.memoryBytes ?? Infinity) > safety.memoryBytes,
        },
        async kill() {
          await engine.call({ method: "POST", path: `/containers/${id}/kill`, accept: [404, 409] });
        },
      });
    },
    stop: () => watch?.stop(),
    async limit() {
      const reachedName = await name();
      return reachedName === undefined ? undefined : reachedLimit(reachedName, safety);
    },
    async log(stream) {
      const output = await readMultiplexed(stream, { most: 2 * safety.logBytes });
      if (output.cut || output.bytes + lineBytes * output.frames >= safety.logBytes) logFull = true;
      return output;
    },
  };
}
