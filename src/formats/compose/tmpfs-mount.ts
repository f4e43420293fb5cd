import type { Tmpfs } from "../../domain/profile/restrictions.ts";
import { byteSize } from "./byte-size.ts";

/** Of a tmpfs that says no size: half of the machine's memory (tmpfs(5)), which the limit of the container bounds before. */
export const unsaidTmpfsBytes = 1024 ** 3;

/** `size=64m,mode=1777` of a tmpfs at `path`. Without options, the engine's defaults for tmpfs(5) apply: everyone may write, no program runs. */
export function tmpfsMount(path: string, options: string): Tmpfs {
  const words = options.split(",");
  const value = (name: string): string | undefined =>
    words.findLast((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
  const inodes = value("nr_inodes");
  return {
    path,
    mode: value("mode") ?? "1777",
    uid: Number(value("uid") ?? 0) || 0,
    gid: Number(value("gid") ?? 0) || 0,
    sizeBytes: byteSize(value("size") ?? "") ?? unsaidTmpfsBytes,
    ...(words.includes("exec") && { exec: true as const }),
    ...(inodes !== undefined && { inodes: Number(inodes) }),
  };
}
