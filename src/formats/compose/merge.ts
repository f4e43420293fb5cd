import {
  isNull,
  listAt,
  mapAt,
  scalarAt,
  textIn,
  withKeys,
  type ComposeNode,
  type MapNode,
  type Path,
} from "./compose-node.ts";
import { goText } from "./go-text.ts";
import { pathTable } from "./path-table.ts";
import { refuseAt } from "./refuse-at.ts";
import { keyOf } from "./schema/key-of.ts";
import type { ComposeQuirks } from "./quirks.ts";

type Merge = (base: ComposeNode, over: ComposeNode, quirks: ComposeQuirks, path: Path) => ComposeNode;

const started = [
  ["condition", "service_started"],
  ["required", true],
] as const;

const special = pathTable<Merge>({
  "networks.*.ipam.config": mergePools,
  "networks.*.labels": mergeLines,
  "volumes.*.labels": mergeLines,
  "services.*.annotations": mergeLines,
  "services.*.build": (base, over, quirks, path) => mergeMaps(buildMap(base), buildMap(over), quirks, path),
  "services.*.build.args": mergeLines,
  "services.*.build.additional_contexts": mergeLines,
  "services.*.build.extra_hosts": mergeHosts,
  "services.*.build.labels": mergeLines,
  "services.*.command": replace,
  "services.*.depends_on": (base, over, quirks, path) =>
    mergeMaps(keyed(base, started), keyed(over, started), quirks, path),
  "services.*.deploy.labels": mergeLines,
  "services.*.dns": mergeLines,
  "services.*.dns_opt": mergeLines,
  "services.*.dns_search": mergeLines,
  "services.*.entrypoint": replace,
  "services.*.env_file": mergeLines,
  "services.*.label_file": mergeLines,
  "services.*.environment": mergeLines,
  "services.*.extra_hosts": mergeHosts,
  "services.*.healthcheck.test": replace,
  "services.*.labels": mergeLines,
  "services.*.logging": mergeLogging,
  "services.*.models": (base, over, quirks, path) => mergeMaps(keyed(base), keyed(over), quirks, path),
  "services.*.networks": (base, over, quirks, path) => mergeMaps(keyed(base), keyed(over), quirks, path),
  "services.*.sysctls": mergeLines,
  "services.*.tmpfs": mergeLines,
  "services.*.ulimits.*": replace,
});

/**
 * A later file's value onto an earlier one's, attribute by attribute (compose-spec, 13-merge.md): maps key by key, lists appended, scalars
 * replaced, and what the table says. Tags must have been applied. Throws `bad-config` where docker compose says `cannot override`.
 */
export function mergeNodes(base: ComposeNode, over: ComposeNode, quirks: ComposeQuirks, path: Path = []): ComposeNode {
  const mergeByPath = special(path);
  if (mergeByPath !== undefined) return mergeByPath(base, over, quirks, path);
  if (isNull(over)) return base;
  if (base.kind === "scalar") return over;
  if (base.kind !== over.kind)
    throw refuseAt(
      over.place,
      `cannot override ${path.join(".")}: it is a ${base.kind} at ${base.place.file}:${base.place.line}, and a ${over.kind} here`,
      "Write it in the same form, or tag it with !override.",
    );
  if (base.kind === "map") return mergeMaps(base, over as MapNode, quirks, path);
  const additions = over.kind === "list" ? over.items : [];
  return listAt(base, joined(base.items, additions, quirks));
}

function joined(
  baseItems: readonly ComposeNode[],
  additions: readonly ComposeNode[],
  quirks: ComposeQuirks,
): readonly ComposeNode[] {
  if (!quirks.dropsRepeats) return [...baseItems, ...additions];
  const keys = new Set(baseItems.map(keyOf));
  return [...baseItems, ...additions.filter((item) => !keys.has(keyOf(item)))];
}

function mergeMaps(base: MapNode, over: MapNode, quirks: ComposeQuirks, path: Path): MapNode {
  return withKeys(
    base,
    [...over.entries].map(([key, value]) => {
      const baseValue = base.entries.get(key);
      if (baseValue === undefined || (key.startsWith("x-") && !quirks.mergesExtensions)) return [key, value] as const;
      return [key, mergeNodes(baseValue, value, quirks, [...path, key])] as const;
    }),
  );
}

function replace(_: ComposeNode, over: ComposeNode): ComposeNode {
  return over;
}

/** `k=v` lines of either form; which of them stay, uniqueness says later. */
function mergeLines(base: ComposeNode, over: ComposeNode, quirks: ComposeQuirks): ComposeNode {
  return listAt(base, joined(linesOf(base), linesOf(over), quirks));
}

/** A map's entries as `k=v`, sorted; of a value that is a list, one for each item. */
export function linesOf(node: ComposeNode): readonly ComposeNode[] {
  if (node.kind === "list") return node.items;
  if (node.kind === "scalar") return typeof node.value === "string" ? [node] : [];
  const lines = [...node.entries].flatMap(([key, value]) => {
    if (isNull(value)) return [scalarAt(value, key)];
    if (value.kind === "list") return value.items.map((item) => line(key, item));
    return [line(key, value)];
  });
  return lines.toSorted((a, b) => (String(a.value) < String(b.value) ? -1 : 1));
}

function line(key: string, value: ComposeNode) {
  if (value.kind !== "scalar") throw refuseAt(value.place, `${key} must be a text or a number`);
  return scalarAt(value, `${key}=${goText(value)}`);
}

function mergeHosts(base: ComposeNode, over: ComposeNode): ComposeNode {
  const baseLines = linesOf(base);
  const baseTexts = new Set(baseLines.map((lineNode) => textIn(lineNode)));
  return listAt(base, [...baseLines, ...linesOf(over).filter((lineNode) => !baseTexts.has(textIn(lineNode)))]);
}

function buildMap(node: ComposeNode): MapNode {
  if (node.kind === "map") return node;
  return mapAt(node, textIn(node) === undefined ? [] : [["context", { ...node, tag: undefined }]]);
}

function keyed(node: ComposeNode, fields?: readonly (readonly [string, string | boolean])[]): MapNode {
  if (node.kind === "map") return node;
  if (node.kind === "scalar") return mapAt(node, []);
  return mapAt(
    node,
    node.items.map((item) => {
      const key = textIn(item);
      if (key === undefined) throw refuseAt(item.place, "it must be a text");
      const value =
        fields === undefined
          ? scalarAt({ place: item.place }, null)
          : mapAt(
              { place: item.place },
              fields.map(([name, plain]) => [name, scalarAt({ place: item.place }, plain)] as const),
            );
      return [key, value] as const;
    }),
  );
}

/** Options add up only under the same driver, or where one side names none. */
function mergeLogging(base: ComposeNode, over: ComposeNode, quirks: ComposeQuirks, path: Path): ComposeNode {
  if (isNull(over)) return base;
  if (base.kind !== "map" || over.kind !== "map") return over;
  const [before, after] = [base.entries.get("driver"), over.entries.get("driver")];
  const hasSameDriver = before === undefined || after === undefined || textIn(before) === textIn(after);
  return hasSameDriver ? mergeMaps(base, over, quirks, path) : over;
}

/** Each pool of one side is compared with each of the other, and with the merged ones. */
const mostPairs = 10_000;

/** Address pools by their subnet. */
function mergePools(base: ComposeNode, over: ComposeNode, quirks: ComposeQuirks, path: Path): ComposeNode {
  if (base.kind !== "list" || over.kind !== "list") throw refuseAt(over.place, `${path.join(".")} must be a list`);
  if (base.items.length * over.items.length > mostPairs)
    throw refuseAt(over.place, `${path.join(".")}: more address pools than are read here`, "Write fewer of them.");
  const pools: MapNode[] = [];
  const subnet = (pool: MapNode) => textIn(pool.entries.get("subnet"));
  const indexOf = (pool: MapNode) => pools.findIndex((candidate) => subnet(candidate) === subnet(pool));
  for (const before of base.items.map((item) => keyed(item)))
    for (const after of over.items.map((item) => keyed(item))) {
      if (subnet(before) !== subnet(after) && indexOf(after) === -1) {
        pools.push(after);
        continue;
      }
      const merged = mergeMaps(before, after, quirks, path);
      const at = indexOf(merged);
      if (at === -1) pools.push(merged);
      else pools[at] = merged;
    }
  return listAt(base, pools);
}
