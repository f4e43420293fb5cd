import { ownValue } from "../../domain/own-value.ts";
import { fileAsk, item, asList, shortText, type Ask } from "./asks.ts";
import { handedAsks, namesIn, networkAsks, volumeAsks } from "./definitions.ts";
import { serviceAsks } from "./service.ts";
import { isRecord } from "../../domain/is-record.ts";

/** Top-level keys that are read, or judged by the services that use their definitions (compose-spec, 04-version-and-name.md and following). */
const topLevelKeys = /^(?:version|name|services|volumes|networks|secrets|configs|x-.*)$/u;

/**
 * Everything that a Compose project requests beyond ordinary containers, for the started services: their own
 * settings, and the definitions of the volumes, networks, secrets and configurations that they use. `project` is the
 * complete YAML with anchors, merge keys and variables resolved.
 */
export function composeAsks(project: Readonly<Record<string, unknown>>, started: readonly string[]): readonly Ask[] {
  const services = isRecord(project["services"]) ? project["services"] : {};
  return [
    ...Object.entries(project).flatMap(([key, value]) =>
      topLevelKeys.test(key) || value === null ? [] : topAsks(key, value),
    ),
    ...withExtended(services, started).flatMap(([name, service]) =>
      inService(name, [...serviceAsks(service), ...usedAsks(service, project)]),
    ),
  ];
}

/** The started services, and the services of the same file that they extend, since their settings apply too. */
function withExtended(
  services: Readonly<Record<string, unknown>>,
  started: readonly string[],
): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
  const names = new Set(started);
  const startedServices: (readonly [string, Readonly<Record<string, unknown>>])[] = [];
  // A Set iterates over elements that are added meanwhile.
  for (const name of names) {
    const service = ownValue(services, name);
    if (!isRecord(service)) continue;
    startedServices.push([name, service]);
    const { extends: from } = service;
    const base = isRecord(from) ? (from["file"] === undefined ? from["service"] : undefined) : from;
    if (typeof base === "string") names.add(base);
  }
  return startedServices;
}

function usedAsks(
  service: Readonly<Record<string, unknown>>,
  project: Readonly<Record<string, unknown>>,
): readonly Ask[] {
  const mounted = asList(service["volumes"]).map((mountSources) =>
    isRecord(mountSources)
      ? shortText(mountSources["source"])
      : shortText(mountSources).includes(":")
        ? (shortText(mountSources).split(":")[0] ?? "")
        : "",
  );
  const joined = service["networks"] === undefined ? ["default"] : namesIn(service["networks"]);
  return [
    ...[...new Set(mounted)].flatMap((name) => volumeAsks(name, project["volumes"])),
    ...joined.flatMap((name) => networkAsks(name, project["networks"])),
    ...namesIn(service["secrets"]).flatMap((name) => handedAsks("secrets", name, project["secrets"])),
    ...namesIn(service["configs"]).flatMap((name) => handedAsks("configs", name, project["configs"])),
  ];
}

function topAsks(key: string, value: unknown): readonly Ask[] {
  if (key !== "include")
    return [item("setting", key, `sets ${key}, which hullproof does not know: ${shortText(value)}`)];
  return asList(value).flatMap((include): readonly Ask[] => {
    if (!isRecord(include)) return [includeAsk(shortText(include))];
    const paths = [...asList(include["path"]), ...asList(include["env_file"]), ...asList(include["project_directory"])];
    const odd = Object.keys(include).filter((name) => !/^(?:path|env_file|project_directory|x-.*)$/u.test(name));
    return [
      ...paths.map((path) => includeAsk(shortText(path))),
      ...odd.map((name) => item("setting", `include.${name}`, shortText(ownValue(include, name)))),
    ];
  });
}

function includeAsk(path: string): Ask {
  return fileAsk(path, "setting", "includes a project of");
}

/** Adds the name of the service. */
function inService(name: string, asks: readonly Ask[]): readonly Ask[] {
  return asks.map((ask) => ({ ...ask, what: `service ${name}: ${ask.what}` }));
}
