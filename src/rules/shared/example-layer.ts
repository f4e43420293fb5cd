import type { LayerInfo } from "../../domain/image/image-info.ts";

/** A layer for the examples of rules, with its command and its size; other values are usual. */
export function exampleLayer(
  index: number,
  createdBy: string,
  bytes: number,
  overrides: Partial<LayerInfo> = {},
): LayerInfo {
  return {
    index,
    diffId: `sha256:${index.toString(16).padStart(2, "0").repeat(32)}`,
    createdBy,
    bytes,
    files: 1,
    added: 1,
    changed: 0,
    deleted: 0,
    wastedBytes: 0,
    digest: "verified",
    ...overrides,
  };
}
