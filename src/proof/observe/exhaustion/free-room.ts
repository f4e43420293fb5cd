import { closeSync, constants, fstatSync, openSync, statfsSync } from "node:fs";
import type { RanOut } from "../../../domain/workload/ran-out.ts";
import { deviceText } from "../files/root-files.ts";
import { tmpfsMounts } from "../files/tmpfs-mounts.ts";
import { byKey } from "../../../text/by-key.ts";

export interface FreeRoom {
  /** Checks each once; cheap enough to be called often. */
  look(): void;
  /** Checks once more, and returns all full file systems. A tmpfs keeps its content after the container's end. */
  end(): RanOut[];
}

interface WatchedMount {
  readonly path: string;
  /** Path of the open mount point, or of a local directory. */
  readonly at: string;
  readonly descriptor?: number;
}

/** open(2): a handle that only refers to the path. */
const pathOnly = 0o10000000;

/**
 * Free blocks and inodes of each tmpfs of the process, and of the disk with its root (`disk`, a folder of this
 * machine). The mount points stay open, so that they remain readable if the container ends, moves them or changes its
 * root.
 */
export async function watchFreeRoom(pid: number, disk: string | undefined): Promise<FreeRoom> {
  const watchedMounts: WatchedMount[] = disk === undefined ? [] : [{ path: "/", at: disk }];
  for (const { path, device } of await tmpfsMounts(pid)) {
    const handle = open(`/proc/${pid}/root${path}`, device);
    if (handle !== undefined) watchedMounts.push({ path, at: `/proc/self/fd/${handle}`, descriptor: handle });
  }
  const full = new Map<string, number>();
  const count = (key: string) => full.set(key, (full.get(key) ?? 0) + 1);
  const look = () => {
    for (const { path, at } of watchedMounts) {
      const room = roomOf(at);
      if (room === undefined) continue;
      // No limits: zero of zero.
      if (room.blocks > 0 && room.bavail <= 0) count(`space\n${path}`);
      if (room.files > 0 && room.ffree <= 0) count(`files\n${path}`);
    }
  };
  let ended: RanOut[] | undefined;
  return {
    look,
    end() {
      if (ended !== undefined) return ended;
      look();
      for (const { descriptor } of watchedMounts) if (descriptor !== undefined) closeSync(descriptor);
      ended = [...full].toSorted(byKey).map(([key, times]) => {
        const [resource, location = ""] = key.split("\n");
        return { what: resource === "files" ? "files" : "space", where: location, times, how: "sampled" };
      });
      return ended;
    },
  };
}

function roomOf(path: string) {
  try {
    return statfsSync(path);
  } catch {
    return undefined;
  }
}

/** The mount itself, not a link or another folder in its place. */
function open(path: string, device: string): number | undefined {
  let handle: number | undefined;
  try {
    handle = openSync(path, pathOnly | constants.O_DIRECTORY | constants.O_NOFOLLOW);
    if (deviceText(fstatSync(handle).dev) === device) return handle;
  } catch {
    // It has ended.
  }
  if (handle !== undefined) closeSync(handle);
  return undefined;
}
