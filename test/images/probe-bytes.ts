import { memoryBody } from "../../src/sources/image/bodies/file-body.ts";
import type { LayerProbe } from "../../src/domain/image/layer-probe.ts";

/** What a probe reads out of a file, after `wants` was asked; undefined too when the probe does not want it. */
export function probeBytes<T>(probe: LayerProbe<T>, path: string, content: Uint8Array | string): T | undefined {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  const file = { path, size: bytes.length, mode: 0o644 };
  if (probe.wants?.(file) === false) return undefined;
  if (probe.recognises?.(bytes.subarray(0, 64)) === false) return undefined;
  return probe.read(file, memoryBody(bytes));
}
