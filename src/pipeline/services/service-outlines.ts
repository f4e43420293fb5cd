import { isRecord } from "../../domain/is-record.ts";
import type { Context } from "../context.ts";
import { inspectCompose } from "./inspect-compose.ts";

/** The parts of a Compose service that determine its workload. */
export interface ServiceOutline {
  readonly name: string;
  readonly isBuilt: boolean;
  readonly image?: string;
  /** Words of its entrypoint and command, where the service says them. */
  readonly words: readonly string[];
  /** Its dependencies. */
  readonly needs: readonly string[];
  /** Published ports, by number in the container: `80`, or a range; `published`: of the host. */
  readonly ports: readonly { readonly target: string; readonly published?: string; readonly isTcp: boolean }[];
  /** Words of its health check, separated by spaces; empty without one. */
  readonly healthCheck: string;
}

/** Services that a plain `up` of these merged files starts. Throws `Failure` for unreadable files. */
export function readServiceOutlines(files: readonly string[], context: Context): readonly ServiceOutline[] {
  const request = { files, found: [], profiles: [], envFiles: [], showValues: false };
  const services = inspectCompose(request, context).compose?.["services"];
  return Object.entries(isRecord(services) ? services : {}).map(([name, value]) => {
    const { build, image, entrypoint, command, ports, depends_on: needs, healthcheck } = isRecord(value) ? value : {};
    const test = isRecord(healthcheck) ? healthcheck["test"] : undefined;
    return {
      name,
      isBuilt: build !== undefined,
      ...(typeof image === "string" && { image }),
      words: [entrypoint, command].flat().flatMap((word) => (typeof word === "string" ? [word] : [])),
      needs: isRecord(needs) ? Object.keys(needs) : [],
      ports: (Array.isArray(ports) ? ports : []).flatMap((port) => (isRecord(port) ? [portOf(port)] : [])),
      healthCheck: (Array.isArray(test) ? test : [test ?? ""]).map(String).join(" "),
    };
  });
}

function portOf({ target, published, protocol }: Readonly<Record<string, unknown>>): ServiceOutline["ports"][number] {
  return {
    target: String(target),
    ...(typeof published === "string" && { published }),
    isTcp: protocol !== "udp",
  };
}
