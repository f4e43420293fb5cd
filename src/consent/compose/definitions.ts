import { ownValue } from "../../domain/own-value.ts";
import { isOff, item, listed, shown, type Ask } from "./asks.ts";
import { isRecord } from "../../domain/is-record.ts";

/** A name that a service uses -> what the project's top level says of it. */
type Definitions = unknown;

/** A volume that a service mounts, as the top level defines it. */
export function volumeAsks(name: string, volumes: Definitions): readonly Ask[] {
  return definitionAsks("volume", name, volumes, (key, value) => {
    if (key === "driver") return shown(value) === "local";
    if (key === "driver_opts") return isRecord(value) && value["type"] === "tmpfs" && value["device"] === "tmpfs";
    return /^(?:labels|x-.*)$/u.test(key);
  });
}

/** A network that a service joins. */
export function networkAsks(name: string, networks: Definitions): readonly Ask[] {
  return definitionAsks("network", name, networks, (key, value) => {
    if (key === "driver") return shown(value) === "bridge";
    // Another driver of addresses is a plugin of the engine.
    if (key === "ipam")
      return (
        isRecord(value) &&
        Object.entries(value).every(([name, to]) => name === "config" || (name === "driver" && shown(to) === "default"))
      );
    return /^(?:labels|internal|attachable|enable_ipv4|enable_ipv6|x-.*)$/u.test(key);
  });
}

/** How a service joins its networks: addresses and names are its own, options are the driver's. */
export function joinAsks(value: unknown): readonly Ask[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, how]) =>
    Object.entries(isRecord(how) ? how : {}).flatMap(([key, to]) =>
      /^(?:aliases|ipv4_address|ipv6_address|mac_address|priority|gw_priority|interface_name|x-.*)$/u.test(key)
        ? []
        : [item("network", `${name}.${key}`, `joins it with ${shown(to)}`)],
    ),
  );
}

/** A secret or configuration that a service is given: a file beneath the Compose file, or something else of this machine. */
export function handedAsks(kind: "secrets" | "configs", name: string, definitions: Definitions): readonly Ask[] {
  const found = isRecord(definitions) ? ownValue(definitions, name) : undefined;
  if (!isRecord(found)) return [item("setting", `${kind}.${name}`, "hands over what is defined elsewhere")];
  return Object.entries(found).flatMap(([key, value]): readonly Ask[] => {
    if (/^(?:name|content|labels|x-.*)$/u.test(key)) return [];
    if (key === "external" && isOff(value)) return [];
    if (key === "file")
      return [{ path: shown(value), kind: "folder", what: `hands a file to a container (${kind}.${name})` }];
    if (key === "environment")
      return [item("env", shown(value), `hands a variable of yours to a container (${kind}.${name})`)];
    return [item("setting", `${kind}.${name}.${key}`, `hands over ${shown(value)}`)];
  });
}

function definitionAsks(
  kind: "volume" | "network",
  name: string,
  definitions: Definitions,
  isPlain: (key: string, value: unknown) => boolean,
): readonly Ask[] {
  const found = isRecord(definitions) ? ownValue(definitions, name) : undefined;
  if (!isRecord(found)) return [];
  const odd = Object.entries(found).filter(
    ([key, value]) => !isPlain(key, value) && !(key === "external" && isOff(value)) && value !== null,
  );
  if (odd.length === 0) return [];
  const said = odd.map(([key, value]) => `${key}: ${shown(value)}`).join(", ");
  return [item(kind, name, `is no ${kind} of the project's own: ${said}`)];
}

/** Names that a service uses of `volumes:`, `networks:`, `secrets:` or `configs:`. */
export function namesIn(value: unknown): readonly string[] {
  if (isRecord(value)) return Object.keys(value);
  return listed(value).map((one) => (isRecord(one) ? shown(one["source"]) : shown(one)));
}
