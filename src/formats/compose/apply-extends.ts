import { isNull, textIn, withKeys, type ComposeNode, type MapNode, type Place } from "./compose-node.ts";
import { mergeNodes } from "./merge.ts";
import { refuseAt } from "./refuse-at.ts";
import { isRemoteSource } from "./remote-source.ts";
import { withoutResets, withoutTagged } from "./tags.ts";
import { readEach } from "./unread-files.ts";
import type { ComposeQuirks } from "./quirks.ts";

export interface Extending {
  readonly quirks: ComposeQuirks;
  /** Hears of a service elsewhere, which is left out. */
  remote(named: string, at: Place): void;
  /** Whether a service that extends one that is left out keeps its `extends`. */
  readonly marks: boolean;
  /** Absolute path of the file whose services these are. */
  readonly file: string;
  readonly shown: (path: string) => string;
  /** Services of another file that `from` names, as seen from this one; undefined where it has none; `by` is the service that extends one of them. Nothing where the file is left out. */
  services(
    named: string,
    from: Place,
    by: string,
  ): { readonly path: string; readonly services: MapNode | undefined } | undefined;
  /** The same for services of another file. */
  elsewhere(file: string): Extending;
}

/** The services of a document merged over the ones they extend. Throws `bad-config` for a missing service and for a circle. */
export function applyExtends(document: MapNode, extending: Extending): MapNode {
  const services = document.entries.get("services");
  if (services === undefined || isNull(services)) return document;
  if (services.kind !== "map") throw refuseAt(services.place, "services must be a mapping");
  const entries = new Map(services.entries);
  readEach(services.entries.keys(), (name) => extended(name, entries, extending, []));
  return withKeys(document, [["services", { ...services, entries }]]);
}

/** Deeper than any chain that a person wrote; each is a file, perhaps. */
const longest = 100;

function extended(
  name: string,
  services: Map<string, ComposeNode>,
  extending: Extending,
  chain: readonly string[],
): ComposeNode | undefined {
  const service = services.get(name);
  if (service === undefined || isNull(service)) return service;
  if (service.kind !== "map") throw refuseAt(service.place, `services.${name} must be a mapping`);
  const extend = service.entries.get("extends");
  if (extend === undefined || extend.tag !== undefined) return service;
  const ref = textIn(extend.kind === "map" ? extend.entries.get("service") : extend);
  const fileNode = extend.kind === "map" ? extend.entries.get("file") : undefined;
  const fileName = textIn(fileNode);
  if (ref === undefined) throw refuseAt(extend.place, `extends.${name}.service is required`);
  const serviceRef = `${extending.shown(extending.file)}: ${name}`;
  if (chain.includes(serviceRef) || chain.length >= longest)
    throw refuseAt(
      extend.place,
      `Circular reference: ${[...chain, serviceRef].join(" extends ")}`,
      "Remove one of these extends.",
    );
  const withoutExtends = withKeys(service, [["extends", undefined]]);
  const isRemote = fileName !== undefined && isRemoteSource(fileName);
  if (isRemote) extending.remote(fileName, extend.place);
  const sourceFile = fileName === undefined || isRemote ? undefined : extending.services(fileName, extend.place, name);
  if (fileName !== undefined && sourceFile === undefined) {
    const keptService = extending.marks ? service : withoutExtends;
    services.set(name, keptService);
    return keptService;
  }
  const among = sourceFile === undefined ? services : new Map(sourceFile.services?.entries);
  if (sourceFile !== undefined && sourceFile.services === undefined)
    throw refuseAt(
      extend.place,
      `cannot extend service "${name}" in ${fileName}: no services section`,
      "Name a file that has services.",
    );
  if (!among.has(ref))
    throw refuseAt(
      extend.place,
      `cannot extend service "${name}": service "${ref}" not found${fileName === undefined ? "" : ` in ${fileName}`}`,
      "Name a service that is there.",
    );
  const from = sourceFile === undefined ? extending : extending.elsewhere(sourceFile.path);
  const base = extended(ref, among, from, [...chain, serviceRef]);
  if (base === undefined || isNull(base)) return service;
  const under = withKeys(withoutResets(base as MapNode), [["extends", undefined]]);
  const both = mergeNodes(withoutTagged(under, withoutExtends), withoutResets(withoutExtends), extending.quirks, [
    "services",
    name,
  ]);
  const merged = { ...both, key: withoutExtends.key, aliased: withoutExtends.aliased };
  services.set(name, merged);
  return merged;
}
