import type { PackageExtract } from "../src/facts/packages/ecosystem.ts";
import type { LayerProbe } from "../src/domain/image/layer-probe.ts";
import { memoryBody } from "../src/sources/image/bodies/file-body.ts";

/** What a probe says of one file. Fails when the layer walk would not have shown it the file. */
export function probeFile<T>(probe: LayerProbe<T>, path: string, content: string | Uint8Array): T | undefined {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  if (!isShown(probe, path, bytes.length)) throw new Error(`${probe.name} is never shown ${path}`);
  return probe.read({ path, size: bytes.length, mode: 0o644 }, memoryBody(bytes));
}

/** Whether the layer walk shows the file to the probe, by its name and size alone. */
export function isShown(probe: LayerProbe, path: string, size = 1): boolean {
  const base = path.slice(path.lastIndexOf("/") + 1);
  const dot = base.lastIndexOf(".");
  const { names = [], endings = [] } = probe.looksAt;
  const named = names.includes(base) || (dot !== -1 && endings.includes(base.slice(dot)));
  return named && size <= (probe.maxBytes ?? 32 * 1024 * 1024) && (probe.wants?.({ path, size, mode: 0o644 }) ?? true);
}

/** `name version` of each package, sorted. */
export function listed(extract: PackageExtract | undefined): readonly string[] {
  return (extract?.packages ?? []).map(({ name, version }) => `${name} ${version}`).toSorted();
}
