import { dirname } from "node:path";
import type { OverlayLayers } from "../images/overlay-layers.ts";

/**
 * The overlay at `/` in a mount table (proc_pid_mountinfo(5)), with paths of the host that mounted it. An engine with
 * many layers mounts relative to their common folder: moby's overlay2 `l/NAME` and `ID/diff`, containerd `NUMBER/fs`,
 * both two folders above the upper directory. `reportedUpper` is the upper directory reported by the engine, for
 * tables with only its end. Undefined if the root is not an overlay, or its path is uncertain.
 */
export function rootOverlay(mountinfo: string, reportedUpper?: string): OverlayLayers | undefined {
  for (const line of mountinfo.split("\n")) {
    const [before = "", after = ""] = line.split(" - ");
    if (before.split(" ")[4] !== "/" || !after.startsWith("overlay ")) continue;
    // Values encode commas and blanks as `\054` and `\040`.
    const options = (after.split(" ")[2] ?? "").split(",").map((option) => splitOnce(option));
    const upper = whole(options.find(([name]) => name === "upperdir")?.[1], reportedUpper);
    if (upper === undefined) return undefined;
    const base = dirname(dirname(upper));
    const lower = options.flatMap(([name, value]) =>
      // One option per layer since Linux 6.5, if mounted that way.
      name === "lowerdir" ? splitLowerDirs(value) : name === "lowerdir+" ? [value] : [],
    );
    return { upper, lower: lower.map((path) => (path.startsWith("/") ? path : `${base}/${path}`)) };
  }
  return undefined;
}

function whole(upper: string | undefined, reportedUpper: string | undefined): string | undefined {
  if (upper === undefined || upper === "" || upper.startsWith("/")) return upper || undefined;
  return reportedUpper?.startsWith("/") === true && reportedUpper.endsWith(`/${upper}`) ? reportedUpper : undefined;
}

/**
 * Splits `LowerDir`. A backslash escapes a colon within a path; layers after `::` contain data and no names
 * (overlayfs.rst, "Data-only lower layers").
 */
function splitLowerDirs(value: string): string[] {
  const paths = [""];
  for (let at = 0; at < value.length; at++) {
    const char = value[at] ?? "";
    if (char === "\\") paths[paths.length - 1] += value[++at] ?? "";
    else if (char !== ":") paths[paths.length - 1] += char;
    else if (paths.at(-1) === "") break;
    else paths.push("");
  }
  return paths.filter((path) => path !== "");
}

function splitOnce(option: string): readonly [string, string] {
  const at = option.indexOf("=");
  if (at === -1) return [option, ""];
  const plain = (octal: string) => String.fromCharCode(Number.parseInt(octal, 8));
  return [option.slice(0, at), option.slice(at + 1).replaceAll(/\\([0-7]{3})/gu, (_, octal: string) => plain(octal))];
}
