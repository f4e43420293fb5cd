import { isRecord } from "../domain/is-record.ts";
import type { Context } from "./context.ts";
import { inspectCompose } from "./inspect-compose.ts";

/** A service of a Compose project, as far as it decides what a workload does with it. */
export interface ServiceOutline {
  readonly name: string;
  readonly isBuilt: boolean;
  /** Services that it depends on. */
  readonly needs: readonly string[];
  /** Published ports, by their number in the container: `80`, or a range. */
  readonly ports: readonly { readonly target: string; readonly isTcp: boolean }[];
  /** The words of its health check, with spaces between them; empty where it has none. */
  readonly healthCheck: string;
}

/** The services that a plain `up` of these layered files starts, with all that is merged into them. Throws `Failure` for files that can't be read. */
export function readServiceOutlines(files: readonly string[], context: Context): readonly ServiceOutline[] {
  const request = { files, found: [], profiles: [], envFiles: [], showValues: false };
  const services = inspectCompose(request, context).compose?.["services"];
  return Object.entries(isRecord(services) ? services : {}).map(([name, value]) => {
    const { build, ports, depends_on: needs, healthcheck } = isRecord(value) ? value : {};
    const test = isRecord(healthcheck) ? healthcheck["test"] : undefined;
    return {
      name,
      isBuilt: build !== undefined,
      needs: isRecord(needs) ? Object.keys(needs) : [],
      ports: (Array.isArray(ports) ? ports : []).flatMap((port) =>
        isRecord(port) ? [{ target: String(port["target"]), isTcp: port["protocol"] !== "udp" }] : [],
      ),
      healthCheck: (Array.isArray(test) ? test : [test ?? ""]).map(String).join(" "),
    };
  });
}
