import { mapAt, type ComposeNode, type MapNode } from "./compose-node.ts";
import { mergeNodes } from "./merge.ts";
import { containerKeys } from "./schema/container-rules.ts";
import { unique } from "./unique.ts";
import type { ComposeQuirks } from "./quirks.ts";

/** A hook before the start runs in a separate container: it inherits the service's settings except its volumes, and sets others itself. */
export function hooksOf(service: MapNode, quirks: ComposeQuirks): ComposeNode | undefined {
  const hooks = service.entries.get("pre_start");
  if (hooks?.kind !== "list") return hooks;
  const containerFields = mapAt(
    { place: service.place },
    [...service.entries].filter(([key]) => Object.hasOwn(containerKeys, key) && key !== "volumes"),
  );
  const path = ["services", "x"];
  return { ...hooks, items: hooks.items.map((hook) => unique(mergeNodes(containerFields, hook, quirks, path), path)) };
}
