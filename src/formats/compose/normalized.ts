import {
  isNull,
  itemsIn,
  mapAt,
  mapIn,
  scalarAt,
  textIn,
  withKeys,
  type ComposeNode,
  type MapNode,
  type ScalarNode,
} from "./compose-node.ts";
import { cleanPath } from "./clean-path.ts";
import { goText } from "./go-text.ts";
import { hooksOf } from "./hooks-of.ts";
import { refuseAt } from "./refuse-at.ts";
import type { ComposeQuirks } from "./quirks.ts";

/** A variable's value with what it came from; undefined where it has none. */
export type Variable = (name: string) => string | undefined;

/**
 * Docker compose's additions to a merged model: the default network, dependencies that follow from links, namespaces and volumes, names of
 * resources, and values from the environment. Throws `bad-config` where the files lack a value.
 */
export function normalized(model: MapNode, name: ScalarNode, variable: Variable, quirks: ComposeQuirks): MapNode {
  if (model.entries.size === 0)
    throw refuseAt(model.place, "empty compose file", "Write services: and at least one of them.");
  const alike = (section: string) =>
    new Map(
      [...mapIn(model, section)].map(
        ([key, node]) => [key, node.kind === "map" ? service(node, variable, quirks) : node] as const,
      ),
    );
  const [services, jobs] = [alike("services"), alike("jobs")];
  const used = [...services.values(), ...jobs.values()].some((node) => mapIn(node, "networks").has("default"));
  const networks = new Map(mapIn(model, "networks"));
  if (used && !networks.has("default")) networks.set("default", scalarAt({ place: model.place }, null));
  const section = (key: string, entries: ReadonlyMap<string, ComposeNode>): [string, ComposeNode][] => {
    const at = { place: model.entries.get(key)?.place ?? model.place };
    return entries.size === 0
      ? []
      : [
          [
            key,
            mapAt(
              at,
              [...entries].map(([sectionKey, node]) => [sectionKey, withName(sectionKey, node, name)] as const),
            ),
          ],
        ];
  };
  return withKeys(model, [
    ["name", name],
    ["services", mapAt({ place: model.entries.get("services")?.place ?? model.place }, services)],
    ...(jobs.size === 0 ? [] : [["jobs", mapAt({ place: model.place }, jobs)] as const]),
    ...section("networks", networks),
    ...["volumes", "configs", "secrets"].flatMap((key) => section(key, mapIn(model, key))),
  ]);
}

function withName(key: string, node: ComposeNode, project: ScalarNode): ComposeNode {
  const map = node.kind === "map" ? node : mapAt({ place: node.place }, []);
  if (!isNull(map.entries.get("name"))) return map;
  const external = map.entries.get("external");
  const isExternal = external?.kind === "scalar" && external.value === true;
  const at = { place: node.place, from: isExternal ? undefined : project.from };
  return withKeys(map, [["name", scalarAt(at, isExternal ? key : `${goText(project)}_${key}`)]]);
}

function service(node: MapNode, variable: Variable, quirks: ComposeQuirks): MapNode {
  const completedNode = completed(node, variable);
  const hooks = hooksOf(completedNode, quirks);
  return hooks === undefined ? completedNode : withKeys(completedNode, [["pre_start", hooks]]);
}

function completed(node: MapNode, variable: Variable): MapNode {
  const { entries, place } = node;
  const volumes = itemsIn(node, "volumes").map((volume) => {
    const target = volume.kind === "map" ? volume.entries.get("target") : undefined;
    const text = textIn(target);
    return volume.kind === "map" && target?.kind === "scalar" && text !== undefined
      ? withKeys(volume, [["target", { ...target, value: cleanPath(text) }]])
      : volume;
  });
  const build = entries.get("build");
  const dependsOn = dependencies(node);
  const withoutNetworks =
    !entries.has("provider") && !entries.has("network_mode") && mapIn(node, "networks").size === 0;
  return withKeys(node, [
    ...(textIn(entries.get("pull_policy")) === "if_not_present"
      ? [["pull_policy", scalarAt({ place }, "missing")] as const]
      : []),
    ...(build?.kind === "map" ? [["build", builtWith(build, variable)] as const] : []),
    ...(entries.has("environment")
      ? [["environment", resolved(entries.get("environment"), variable, true)] as const]
      : []),
    ...(dependsOn.size === 0
      ? []
      : [["depends_on", mapAt(entries.get("depends_on") ?? { place }, dependsOn)] as const]),
    ...(volumes.length === 0
      ? []
      : [
          [
            "volumes",
            { ...(entries.get("volumes") as ComposeNode), kind: "list", items: volumes } as ComposeNode,
          ] as const,
        ]),
    ...(withoutNetworks ? [["networks", mapAt({ place }, [["default", scalarAt({ place }, null)]])] as const] : []),
  ]);
}

function builtWith(build: MapNode, variable: Variable): MapNode {
  const { entries, place } = build;
  return withKeys(build, [
    ...(isNull(entries.get("context")) ? [["context", scalarAt({ place }, ".")] as const] : []),
    ...(isNull(entries.get("dockerfile")) && isNull(entries.get("dockerfile_inline"))
      ? [["dockerfile", scalarAt({ place }, "Dockerfile")] as const]
      : []),
    ...(entries.has("args") ? [["args", resolved(entries.get("args"), variable, false)] as const] : []),
  ]);
}

/** Names without a value get the environment's value; an unset one stays unset, or is dropped. */
function resolved(node: ComposeNode | undefined, variable: Variable, keepUnset: boolean): ComposeNode | undefined {
  if (node?.kind === "map") {
    const entries = [...node.entries].flatMap(([key, value]): [string, ComposeNode][] => {
      if (!isNull(value)) return [[key, value]];
      const variableValue = variable(key);
      if (variableValue !== undefined) return [[key, scalarAt({ place: value.place, from: [key] }, variableValue)]];
      return keepUnset ? [[key, value]] : [];
    });
    return mapAt(node, entries);
  }
  if (node?.kind !== "list") return node;
  const items = node.items.flatMap((item): ComposeNode[] => {
    const text = textIn(item);
    if (text === undefined || text.includes("=")) return [item];
    const variableValue = variable(text);
    if (variableValue !== undefined) return [scalarAt({ place: item.place, from: [text] }, `${text}=${variableValue}`)];
    return keepUnset ? [item] : [];
  });
  return { ...node, items };
}

function dependencies(node: MapNode): Map<string, ComposeNode> {
  const dependencyMap = new Map(mapIn(node, "depends_on"));
  const add = (on: string, restart: boolean, at: ComposeNode): void => {
    if (dependencyMap.has(on)) return;
    const fields = { condition: "service_started", restart, required: true };
    const place = { place: at.place };
    dependencyMap.set(
      on,
      mapAt(
        place,
        Object.entries(fields).map(([key, value]) => [key, scalarAt(place, value)] as const),
      ),
    );
  };
  for (const link of itemsIn(node, "links")) {
    const parts = textIn(link)?.split(":") ?? [];
    add((parts.length === 2 ? parts[0] : textIn(link)) ?? "", true, link);
  }
  for (const key of ["network_mode", "ipc", "pid", "uts", "cgroup"]) {
    const of = node.entries.get(key);
    const text = textIn(of);
    if (of !== undefined && text?.startsWith("service:") === true) add(text.slice("service:".length), true, of);
  }
  for (const of of itemsIn(node, "volumes_from")) {
    const text = textIn(of) ?? "";
    if (!text.startsWith("container:")) add(text.split(":")[0] ?? "", false, of);
  }
  return dependencyMap;
}
