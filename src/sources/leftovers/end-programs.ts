import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { markText, ownerVariable, ownMark } from "../programs/owner-mark.ts";

/**
 * Ends programs of this user and pid namespace whose environment contains one of `marks`, and their child processes,
 * which inherit the environment even outside of the process group. Returns their names.
 */
export function endPrograms(marks: ReadonlySet<string>): string[] {
  if (marks.size === 0 || process.platform !== "linux") return [];
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) return [];
    try {
      if (statSync(`/proc/${name}`).uid !== process.getuid?.()) return [];
      const variable = readFileSync(`/proc/${name}/environ`, "latin1")
        .split("\0")
        .find((one) => one.startsWith(`${ownerVariable}=`));
      if (variable === undefined || !marks.has(variable.slice(ownerVariable.length + 1))) return [];
      // Processes of containers can set any environment; ours are in our namespace.
      if (readlinkSync(`/proc/${name}/ns/pid`) !== readlinkSync("/proc/self/ns/pid")) return [];
      const program = readFileSync(`/proc/${name}/comm`, "utf8").trim();
      process.kill(Number(name), "SIGKILL");
      return [`${program} (process ${name})`];
    } catch {
      // It has ended, or is not visible to us.
      return [];
    }
  });
}

/** The same for all child programs of this process. */
export function endOwnPrograms(): void {
  endPrograms(new Set([markText(ownMark())]));
}
