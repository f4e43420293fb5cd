import {
  scalarAt,
  textIn,
  withKeys,
  type ComposeNode,
  type Path,
  type ScalarNode,
  changedBelow,
} from "./compose-node.ts";
import { joinPath } from "./clean-path.ts";
import { pathTable } from "./path-table.ts";
import { refuseAt } from "./refuse-at.ts";

type Resolve = (node: ComposeNode, base: Base) => ComposeNode;

/** Bases of relative paths; both absolute. */
export interface Base {
  readonly folder: string;
  /** Of the user, for `~`. */
  readonly home: string | undefined;
}

const resolvers = pathTable<Resolve>({
  "services.*.build.context": context,
  "services.*.build.additional_contexts.*": context,
  "services.*.build.ssh.*": path,
  "services.*.env_file.[].path": path,
  "services.*.label_file.[]": path,
  "services.*.develop.watch.[].path": path,
  "services.*.volumes.[]": volume,
  "configs.*.file": path,
  "secrets.*.file": path,
  "volumes.*": driverOptions,
});

/** A model in its long form with every path of this machine absolute. Throws `bad-config` for a bind mount without a source. */
export function resolvePaths(node: ComposeNode, base: Base, at: Path = []): ComposeNode {
  const resolver = resolvers(at);
  if (resolver !== undefined) return resolver(node, base);
  return changedBelow(node, at, (value, path) => resolvePaths(value, base, path));
}

/** `~/x` and a relative path as an absolute one. */
export function absolute(text: string, { folder, home }: Base): string {
  const isHome = text === "~" || text.startsWith("~/");
  return joinPath(folder, isHome && home !== undefined ? joinPath(home, `.${text.slice(1)}`) : text);
}

function path(node: ComposeNode, base: Base): ComposeNode {
  const text = textIn(node);
  if (text === undefined || text === "" || /^(?:\p{L}:[\\/]|\\\\)/u.test(text)) return node;
  const scalar = node as ScalarNode;
  return { ...scalarAt(scalar, absolute(text, base)), was: scalar.was ?? text };
}

/** A URL, a repository and another service's image are no paths. */
function context(node: ComposeNode, base: Base): ComposeNode {
  const text = textIn(node) ?? "";
  const elsewhere = text.includes("://") || /^(?:service:|git@|github\.com\/)/.test(text);
  return elsewhere ? node : path(node, base);
}

function volume(node: ComposeNode, base: Base): ComposeNode {
  if (node.kind !== "map" || textIn(node.entries.get("type")) !== "bind") return node;
  const source = node.entries.get("source");
  if (source === undefined)
    throw refuseAt(node.place, 'invalid mount config for type "bind": field Source must not be empty');
  return withKeys(node, [["source", path(source, base)]]);
}

/** `driver: local` with `o: bind` is a bind mount by another name. */
function driverOptions(node: ComposeNode, base: Base): ComposeNode {
  if (node.kind !== "map" || textIn(node.entries.get("driver")) !== "local") return node;
  const options = node.entries.get("driver_opts");
  if (options?.kind !== "map" || textIn(options.entries.get("o")) !== "bind") return node;
  const device = options.entries.get("device");
  if (device === undefined) return node;
  return withKeys(node, [["driver_opts", withKeys(options, [["device", path(device, base)]])]]);
}
