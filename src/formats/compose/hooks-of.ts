import { mapAt, type ComposeNode, type MapNode } from "./compose-node.ts";
import { mergeNodes } from "./merge.ts";
import { containerKeys } from "./schema/container-rules.ts";
import { unique } from "./unique.ts";
import type { Ways } from "./ways.ts";

/** What runs before the start is a container of its own: it is given what the service is given but for its volumes, and says the rest itself. */
export function hooksOf(service: MapNode, ways: Ways): ComposeNode | undefined {
  const hooks = service.entries.get("pre_start");
  if (hooks?.kind !== "list") return hooks;
  const given = mapAt(
    { place: service.place },
    [...service.entries].filter(([key]) => Object.hasOwn(containerKeys, key) && key !== "volumes"),
  );
  const path = ["services", "x"];
  return { ...hooks, items: hooks.items.map((hook) => unique(mergeNodes(given, hook, ways, path), path)) };
}
