import { ownValue } from "../../domain/own-value.ts";
import { isOff, item, asList, shortText, type Ask } from "./asks.ts";
import { isRecord } from "../../domain/is-record.ts";

/** Name used by a service -> its definition at the project's top level. */
type Definitions = unknown;

/** A volume of a service, as defined at the top level. */
export function volumeAsks(name: string, volumes: Definitions): readonly Ask[] {
  return definitionAsks("volume", name, volumes, (key, value) => {
    if (key === "driver") return shortText(value) === "local";
    if (key === "driver_opts") return isRecord(value) && value["type"] === "tmpfs" && value["device"] === "tmpfs";
    return /^(?:labels|x-.*)$/u.test(key);
  });
}

/** A network of a service. */
export function networkAsks(name: string, networks: Definitions): readonly Ask[] {
  return definitionAsks("network", name, networks, (key, value) => {
    if (key === "driver") return shortText(value) === "bridge";
    // Another address driver is a plug-in of the engine.
    if (key === "ipam")
      return (
        isRecord(value) &&
        Object.entries(value).every(
          ([name, to]) => name === "config" || (name === "driver" && shortText(to) === "default"),
        )
      );
    return /^(?:labels|internal|attachable|enable_ipv4|enable_ipv6|x-.*)$/u.test(key);
  });
}

/** Connection settings of a service: addresses and names are its own, options belong to the driver. */
export function joinAsks(value: unknown): readonly Ask[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, connection]) =>
    Object.entries(isRecord(connection) ? connection : {}).flatMap(([key, to]) =>
      /^(?:aliases|ipv4_address|ipv6_address|mac_address|priority|gw_priority|interface_name|x-.*)$/u.test(key)
        ? []
        : [item("network", `${name}.${key}`, `joins it with ${shortText(to)}`)],
    ),
  );
}

/** A secret or configuration of a service: a file below the Compose file, or another file of this machine. */
export function handedAsks(kind: "secrets" | "configs", name: string, definitions: Definitions): readonly Ask[] {
  const definition = isRecord(definitions) ? ownValue(definitions, name) : undefined;
  if (!isRecord(definition)) return [item("setting", `${kind}.${name}`, "hands over what is defined elsewhere")];
  return Object.entries(definition).flatMap(([key, value]): readonly Ask[] => {
    if (/^(?:name|content|labels|x-.*)$/u.test(key)) return [];
    if (key === "external" && isOff(value)) return [];
    if (key === "file")
      return [{ path: shortText(value), kind: "folder", what: `hands a file to a container (${kind}.${name})` }];
    if (key === "environment")
      return [item("env", shortText(value), `hands a variable of yours to a container (${kind}.${name})`)];
    return [item("setting", `${kind}.${name}.${key}`, `hands over ${shortText(value)}`)];
  });
}

function definitionAsks(
  kind: "volume" | "network",
  name: string,
  definitions: Definitions,
  isPlain: (key: string, value: unknown) => boolean,
): readonly Ask[] {
  const definition = isRecord(definitions) ? ownValue(definitions, name) : undefined;
  if (!isRecord(definition)) return [];
  const odd = Object.entries(definition).filter(
    ([key, value]) => !isPlain(key, value) && !(key === "external" && isOff(value)) && value !== null,
  );
  if (odd.length === 0) return [];
  const oddSettings = odd.map(([key, value]) => `${key}: ${shortText(value)}`).join(", ");
  return [item(kind, name, `is no ${kind} of the project's own: ${oddSettings}`)];
}

/** Names in `volumes:`, `networks:`, `secrets:` or `configs:` that a service uses. */
export function namesIn(value: unknown): readonly string[] {
  if (isRecord(value)) return Object.keys(value);
  return asList(value).map((one) => (isRecord(one) ? shortText(one["source"]) : shortText(one)));
}
