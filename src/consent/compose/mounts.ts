import { item, shortText, type Ask } from "./asks.ts";
import { isRecord } from "../../domain/is-record.ts";

const plainModes = new Set(["ro", "rw", "z", "Z", "cached", "delegated", "consistent", "nocopy", ""]);

/**
 * Mount settings beyond a folder at a path; folders themselves are volumes of the workload, and judged there. `~` is
 * the home folder, which is never below a Compose file.
 */
export function mountAsks(raw: unknown): readonly Ask[] {
  if (!isRecord(raw)) {
    const [source = "", target, ...modes] = shortText(raw).split(":");
    if (target === undefined) return [];
    const odd = modes
      .join(":")
      .split(",")
      .filter((mode) => !plainModes.has(mode));
    return [...homeAsk(source), ...odd.map((mode) => item("setting", `volumes.${mode}`, `mounts ${shortText(raw)}`))];
  }
  const { type = "volume", source } = raw;
  const kind = shortText(type);
  const typeAsks = ["bind", "volume", "tmpfs"].includes(kind)
    ? []
    : [item("setting", `volumes.${kind}`, `mounts ${shortText(raw)}`)];
  const parts = Object.entries(raw).flatMap(([key, value]): readonly Ask[] => {
    if (/^(?:type|source|target|read_only|consistency|tmpfs|x-.*)$/u.test(key)) return [];
    if (key === "bind") return oddKeys(value, /^(?:create_host_path|selinux)$/u, "bind");
    if (key === "volume") return oddKeys(value, /^(?:nocopy|labels)$/u, "volume");
    return [item("setting", `volumes.${key}`, `mounts ${shortText(raw)}`)];
  });
  return [...typeAsks, ...homeAsk(source === undefined ? "" : shortText(source)), ...parts];
}

function oddKeys(value: unknown, plain: RegExp, of: string): readonly Ask[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    plain.test(key) || key.startsWith("x-")
      ? []
      : [item("setting", `volumes.${of}.${key}=${shortText(inner)}`, "changes how it is mounted")],
  );
}

function homeAsk(source: string): readonly Ask[] {
  return source.startsWith("~") ? [item("folder", source, "mounts something of the home folder")] : [];
}
