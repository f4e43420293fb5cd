import type { RecordedRequest } from "../../formats/requests/request-source.ts";

/** A service, and its port in the container. */
export interface ServicePort {
  readonly service: string;
  readonly port: number;
}

/** The Compose project that the container is a service of. */
export interface ComposedProject {
  /** The service of the container. */
  readonly service: string;
  readonly services: ReadonlySet<string>;
  /** Services that start beside it. */
  readonly companions: ReadonlySet<string>;
  /** TCP ports of the host. */
  readonly published: ReadonlyMap<number, ServicePort>;
}

/** Which of its services a request goes to: by a port that the project publishes on this machine, or by the name of the service. Undefined where neither says it. */
export function composedTarget(
  { host, tls }: Pick<RecordedRequest, "host" | "tls">,
  project: ComposedProject,
  localHost: RegExp,
): (ServicePort & { readonly kind: "container" | "companion" | "left-out" }) | undefined {
  const [, name = "", digits] = /^(.*?)(?::(\d{1,5}))?$/su.exec(host ?? "") ?? [];
  const port = digits === undefined ? (tls === true ? 443 : 80) : Number(digits);
  const target =
    host !== undefined && localHost.test(host)
      ? project.published.get(port)
      : project.services.has(name)
        ? { service: name, port }
        : undefined;
  if (target === undefined) return undefined;
  const { service, companions } = project;
  const kind = target.service === service ? "container" : companions.has(target.service) ? "companion" : "left-out";
  return { ...target, kind };
}
