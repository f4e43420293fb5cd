import type { PortSpec } from "../../domain/container/container-spec.ts";
import { colonParts } from "./colon-parts.ts";

/**
 * `[IP:][HOST:]CONTAINER[/PROTOCOL]`, the form of published ports in run lines and Compose files; invalid texts are not
 * refused.
 */
export function portOf(text: string): PortSpec {
  const slash = text.lastIndexOf("/");
  const protocol = slash === -1 ? "tcp" : text.slice(slash + 1);
  const parts = colonParts(slash === -1 ? text : text.slice(0, slash));
  const target = parts.at(-1) ?? "";
  const published = parts.length > 1 ? parts.at(-2) : undefined;
  const hostIp = parts
    .slice(0, -2)
    .join(":")
    .replace(/^\[(.*)\]$/s, "$1");
  return {
    target,
    protocol: protocol.toLowerCase(),
    ...(hostIp !== "" && { hostIp }),
    ...(published !== undefined && published !== "" && { published }),
  };
}
