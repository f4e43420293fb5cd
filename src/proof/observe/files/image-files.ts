import { readlink } from "node:fs/promises";
import type { ObservedFiles } from "../../../domain/workload/observation.ts";
import type { OverlayLayers } from "../../../sources/engine/images/overlay-layers.ts";
import { heldBy, processesBeside } from "../processes.ts";
import { headInside, inodePaths, resolveInside } from "./root-files.ts";
import { engineMounts } from "./writes.ts";
import { isWithin } from "../../../text/is-within.ts";
import { wholeView } from "./whole-view.ts";

/** Longest first line of a script, execve(2). */
const headBytes = 256;
/** e_ident of elf(5): class 1 has 32-bit addresses. */
const elf32 = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 1]);

/** Names the files of a running container; the kernel's trace only has numbers. */
export function imageFiles(mounts: readonly string[]) {
  const outside = [...mounts, ...engineMounts];
  const openedPaths = new Set<string>();
  const executed = new Set<string>();
  const knownPrograms = new Set<string>();
  const paths = new Map<string, string>();
  let walked: boolean | undefined;
  let narrow = false;
  const isInImage = (path: string) => !outside.some((mount) => isWithin(path, mount));

  const program = (pid: number, name: string): void => {
    if (knownPrograms.has(name)) return;
    knownPrograms.add(name);
    const path = resolveInside(pid, name);
    if (path === undefined) return;
    executed.add(path);
    const head = headInside(pid, path, headBytes);
    if (head.subarray(0, elf32.length).equals(elf32)) narrow = true;
    // A script names its interpreter, execve(2).
    const interpreter = /^#![ \t]*(\S+)/u.exec(head.toString("latin1"))?.[1];
    if (interpreter !== undefined) program(pid, interpreter);
  };

  return {
    /** Reads the open files and programs of the processes. */
    async sample(pid: number): Promise<ReadonlySet<string>> {
      if (pid === 0) return new Set();
      const pids = processesBeside(pid);
      const openFiles = await heldBy(pids);
      for (const file of openFiles.files) if (isInImage(file)) openedPaths.add(file);
      const view = wholeView(pid);
      for (const each of pids) {
        const exe = await readlink(`/proc/${each}/exe`).catch(() => "");
        if (exe.startsWith("/") && !exe.endsWith(" (deleted)")) program(view, exe);
      }
      return openFiles.sockets;
    },
    /** Resolves the names under which programs were executed. A relative one needs its working directory. */
    async programs(pid: number, names: Iterable<string>): Promise<void> {
      const view = wholeView(pid);
      if (view === 0) return;
      for (const name of names) if (name.startsWith("/") && !/^\/(?:dev|proc)\//u.test(name)) program(view, name);
    },
    /** Walks the root file system, or its layers if the container has ended. */
    async map(pid: number, overlay: OverlayLayers | undefined): Promise<void> {
      const view = wholeView(pid);
      const pathsByInode = await inodePaths(view, overlay, outside, walked === true);
      walked ??= pathsByInode !== undefined;
      for (const [inode, path] of pathsByInode ?? []) paths.set(inode, path);
    },
    /** A program of another width than the kernel's was executed: its calls have other numbers. */
    narrow: () => narrow,
    /** `inodes` are the files that the kernel saw read or mapped; undefined without a trace, because of `reason`. */
    result(inodes: Iterable<string> | undefined, missingReason: string): ObservedFiles {
      const sorted = (set: ReadonlySet<string>) => [...set].toSorted();
      if (inodes === undefined || walked !== true) {
        const reason =
          inodes === undefined ? missingReason : "the root file system is not an overlay that could be walked";
        const method = openedPaths.size === 0 ? ("none" as const) : ("sampled" as const);
        const missed = "what was open or mapped when it was looked at; short-lived programs and files are missed";
        return {
          method,
          opened: sorted(openedPaths),
          executed: sorted(executed),
          complete: false,
          reason: method === "none" ? reason : `${missed}: ${reason}`,
        };
      }
      const opened = new Set([...openedPaths, ...executed]);
      for (const inode of inodes) {
        const path = paths.get(inode);
        if (path !== undefined) opened.add(path);
      }
      return {
        method: "page-cache",
        opened: sorted(opened),
        executed: sorted(executed),
        complete: true,
        reason:
          "every file of the image whose content was read or mapped; empty files, and those that were only looked up, are not among them",
      };
    },
  };
}
