import type { MapNode } from "../../../formats/compose/compose-node.ts";
import type { SecretValue } from "./secret-value.ts";

/** What the configs and secrets of a Compose project hold inline. */
export function secretsInConfigs(model: MapNode): readonly SecretValue[] {
  return ["configs", "secrets"].flatMap((key) => {
    const all = model.entries.get(key);
    if (all?.kind !== "map") return [];
    return [...all.entries.values()].flatMap((one) => {
      const content = one.kind === "map" ? one.entries.get("content") : undefined;
      return content?.kind === "scalar" && typeof content.value === "string"
        ? content.value.split("\n").map((value) => ({ value, behind: "content" }))
        : [];
    });
  });
}
