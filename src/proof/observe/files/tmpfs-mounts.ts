import { readFile } from "node:fs/promises";

/** A tmpfs that the container can write to, `/dev` and `/dev/shm` included. */
export interface TmpfsMount {
  /** Path in the container. */
  readonly path: string;
  /** `MAJOR:MINOR` of st_dev. */
  readonly device: string;
}

/** Mounts of a running process; empty if it has ended or its table is unreadable. */
export async function tmpfsMounts(pid: number): Promise<TmpfsMount[]> {
  return parseTmpfsMounts(await readFile(`/proc/${pid}/mountinfo`, "utf8").catch(() => ""));
}

/**
 * `mountinfo` is the text of /proc/PID/mountinfo, proc_pid_mountinfo(5): octal escapes encode blanks. The engine's
 * mounts over /proc and /sys are read-only.
 */
export function parseTmpfsMounts(mountinfo: string): TmpfsMount[] {
  const mountsByPath = new Map<string, TmpfsMount>();
  for (const line of mountinfo.split("\n")) {
    const [left = "", right = ""] = line.split(" - ");
    const [, , device = "", , point = "", options = ""] = left.split(" ");
    if (!right.startsWith("tmpfs ") || point === "" || options.split(",").includes("ro")) continue;
    const path = point.replaceAll(/\\([0-7]{3})/gu, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    if (/^\/(?:proc|sys)(?:\/|$)/u.test(path)) continue;
    // The last mount at a path hides earlier ones.
    mountsByPath.set(path, { path, device });
  }
  return [...mountsByPath.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
