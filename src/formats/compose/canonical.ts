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
  type Plain,
  changedBelow,
} from "./compose-node.ts";
import { pathTable } from "./path-table.ts";
import { longPorts } from "./port-parts.ts";
import { refuseAt } from "./refuse-at.ts";
import type { ComposeQuirks } from "./quirks.ts";
import { longVolume } from "./volume-parts.ts";

type Change = (node: ComposeNode, path: Path, quirks: ComposeQuirks) => ComposeNode;

/** The long form of every short one (compose-spec, 05-services.md). What it names are whole values: nothing below is looked at. */
const changes = pathTable<Change>({
  "services.*.build": (node, path, quirks) =>
    node.kind === "map" ? below(node, quirks, path) : fieldOf(node, path, "context"),
  "services.*.build.secrets.[]": sourced,
  "services.*.build.additional_contexts": contexts,
  "services.*.build.ssh": ssh,
  "services.*.build.ulimits.*": (node) => node,
  "services.*.configs.[]": sourced,
  "services.*.depends_on": dependencies,
  "services.*.devices.[]": device,
  "services.*.dns": (node) => withoutEmpty(toList(node)),
  "services.*.env_file": envFiles,
  "services.*.gpus": (node, path, quirks) =>
    node.kind === "list" ? below(node, quirks, path) : listAt(node, [fields(node, { count: "all" })]),
  "services.*.label_file": toList,
  "services.*.models": keysOf,
  "services.*.triggers.schedule.[]": (node, path) => (node.kind === "map" ? node : fieldOf(node, path, "cron")),
  "services.*.networks": keysOf,
  "services.*.ports": ports,
  "services.*.secrets.[]": sourced,
  "services.*.volumes.[]": (node, path) => (node.kind === "scalar" ? longVolume(texted(node, path)) : node),
  "services.*.develop.watch.[].ignore": toList,
  "services.*.develop.watch.[].include": toList,
  "volumes.*": external,
  "networks.*": external,
  "secrets.*": external,
  "configs.*": external,
});

/** A file's content with every short form in its long one. Throws `bad-config` for a short form that docker compose refuses. */
export function canonical(node: ComposeNode, quirks: ComposeQuirks, path: Path = []): ComposeNode {
  return changes(path)?.(node, path, quirks) ?? below(node, quirks, path);
}

function below(node: ComposeNode, quirks: ComposeQuirks, path: Path): ComposeNode {
  return changedBelow(node, path, (value, at) => canonical(value, quirks, at));
}

function texted(node: ComposeNode, path: Path) {
  if (node.kind === "scalar" && typeof node.value === "string") return node;
  throw refuseAt(node.place, `${path.join(".")} must be a text or a map`);
}

function fields(at: ComposeNode, values: Readonly<Record<string, Plain>>): MapNode {
  const from = at.kind === "scalar" ? at.from : undefined;
  return mapAt(
    { place: at.place },
    Object.entries(values).map(([key, value]) => [key, scalarAt({ place: at.place, from }, value)] as const),
  );
}

function fieldOf(node: ComposeNode, path: Path, key: string): MapNode {
  return { ...fields(node, { [key]: texted(node, path).value }), tag: node.tag };
}

function sourced(node: ComposeNode, path: Path): ComposeNode {
  return node.kind === "map" ? node : fieldOf(node, path, "source");
}

function toList(node: ComposeNode): ComposeNode {
  return textIn(node) === undefined ? node : listAt(node, [{ ...node, tag: undefined }]);
}

/** Unset variables result in empty servers. */
function withoutEmpty(node: ComposeNode): ComposeNode {
  return node.kind === "list"
    ? { ...node, items: node.items.filter((item) => !isNull(item) && textIn(item) !== "") }
    : node;
}

function keysOf(node: ComposeNode, path: Path): ComposeNode {
  if (node.kind !== "list") return node;
  return mapAt(
    node,
    node.items.map((item) => [String(texted(item, path).value), scalarAt({ place: item.place }, null)] as const),
  );
}

function contexts(node: ComposeNode, path: Path): ComposeNode {
  if (node.kind !== "list") return node;
  return mapAt(
    node,
    node.items.map((item) => {
      const text = String(texted(item, path).value);
      const cut = text.indexOf("=");
      if (cut === -1) throw refuseAt(item.place, `${path.join(".")}: invalid value ${text}, expected key=value`);
      return [text.slice(0, cut), scalarAt(item, text.slice(cut + 1))] as const;
    }),
  );
}

function ssh(node: ComposeNode, path: Path): ComposeNode {
  if (node.kind !== "list") return node;
  return mapAt(
    node,
    node.items.map((item) => {
      const text = String(texted(item, path).value);
      const cut = text.indexOf("=");
      if (cut === -1 && text !== "default") throw refuseAt(item.place, `invalid ssh key ${JSON.stringify(text)}`);
      return [cut === -1 ? text : text.slice(0, cut), scalarAt(item, cut === -1 ? null : text.slice(cut + 1))] as const;
    }),
  );
}

function dependencies(node: ComposeNode, path: Path): ComposeNode {
  if (node.kind === "scalar") throw refuseAt(node.place, `${path.join(".")} must be a list or a map`);
  const defaults = { condition: "service_started", required: true };
  if (node.kind === "list")
    return mapAt(
      node,
      node.items.map(
        (item) =>
          [String(texted(item, path).value), fields({ ...item, from: undefined } as ComposeNode, defaults)] as const,
      ),
    );
  return mapAt(
    node,
    [...node.entries].map(([key, value]) => {
      if (value.kind !== "map") throw refuseAt(value.place, `${path.join(".")}.${key} must be a map`);
      const added = [...fields({ kind: "scalar", value: null, place: value.place }, defaults).entries].filter(
        ([name]) => !value.entries.has(name),
      );
      return [key, withKeys(value, added)] as const;
    }),
  );
}

function device(node: ComposeNode, path: Path): ComposeNode {
  if (node.kind === "map") return node;
  const text = String(texted(node, path).value);
  const [source = "", target = "", permissions = "rwm", ...rest] = text.split(":");
  if (rest.length > 0) throw refuseAt(node.place, `confusing device mapping, please use long syntax: ${text}`);
  return fields(node, { source, target: target === "" ? source : target, permissions });
}

function envFiles(node: ComposeNode, path: Path): ComposeNode {
  const items = node.kind === "list" ? node.items : [{ ...texted(node, path), tag: undefined }];
  return listAt(
    node,
    items.map((item) => {
      if (item.kind !== "map") return fields(item, { path: texted(item, path).value, required: true });
      return item.entries.has("required")
        ? item
        : withKeys(item, [["required", scalarAt({ place: item.place }, true)]]);
    }),
  );
}

/** All of one protocol, and as many again. */
const mostPorts = 131_072;

function ports(node: ComposeNode, path: Path, quirks: ComposeQuirks): ComposeNode {
  if (node.kind !== "list") throw refuseAt(node.place, `${path.join(".")} must be a list`);
  let room = mostPorts;
  return listAt(
    node,
    node.items.flatMap((item): readonly ComposeNode[] => {
      if (item.kind === "map" || (item.kind === "scalar" && item.open !== undefined)) return [item];
      if (item.kind === "scalar" && (typeof item.value === "string" || Number.isInteger(item.value))) {
        const expandedPorts = longPorts(item, quirks);
        room -= expandedPorts.length;
        if (room >= 0) return expandedPorts;
        throw refuseAt(item.place, `${path.join(".")}: more than ${mostPorts} ports`, "Publish fewer of them.");
      }
      throw refuseAt(item.place, `${path.join(".")}: a port is a text, a whole number or a map`);
    }),
  );
}

/** `external: {name: x}`, the old form, is `external: true` with that name. */
function external(node: ComposeNode, path: Path): ComposeNode {
  if (isNull(node)) return node;
  if (node.kind !== "map") throw refuseAt(node.place, `${path.join(".")} must be a map`);
  const old = node.entries.get("external");
  if (old?.kind !== "map") return node;
  const [name, directName] = [old.entries.get("name"), node.entries.get("name")];
  if (name !== undefined && directName !== undefined && textIn(name) !== textIn(directName))
    throw refuseAt(old.place, `${path.join(".")}: name and external.name conflict; only use name`);
  return withKeys(node, [
    ["external", scalarAt({ place: old.place }, true)],
    ...(name === undefined ? [] : [["name", name] as const]),
  ]);
}
