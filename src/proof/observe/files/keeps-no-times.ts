import { readFile } from "node:fs/promises";
import { isWithin } from "../../../text/is-within.ts";

/**
 * Whether the file system at `path` is mounted with `noatime`, mount(8). A path through `/proc/PID/root` is in the
 * mounts of that process. `proc` replaces /proc, for tests.
 */
export async function keepsNoTimes(path: string, proc = "/proc"): Promise<boolean> {
  const [, pid = "self", inside = path] = /^\/proc\/(\d{1,10})\/root(\/.*)$/s.exec(path) ?? [];
  const text = await readFile(`${proc}/${pid}/mountinfo`, "utf8").catch(() => "");
  let options = "";
  let longest = -1;
  for (const line of text.split("\n")) {
    const [, , , , point = "", those = ""] = line.split(" ");
    if (point === "" || !isWithin(inside, point) || point.length < longest) continue;
    longest = point.length;
    options = those;
  }
  return options.split(",").includes("noatime");
}
