import type { Located } from "../../../domain/container/container-spec.ts";
import type { HealthProbe } from "../../../domain/container/health-probe.ts";
import type { SaidIn } from "../../../facts/pod-security/node-reader.ts";

export const probeKeys = ["livenessProbe", "readinessProbe", "startupProbe"] as const;

/** Probes of a container without duplicates: liveness and readiness are often equal. */
export function podProbes(container: SaidIn): readonly Located<HealthProbe>[] {
  const probes = probeKeys.flatMap((key) => {
    const node = container.any(key);
    const probe = node && probeOf(container.below(key), container);
    return node === undefined || probe === undefined ? [] : [{ ...node, value: probe, written: key }];
  });
  const texts = probes.map(({ value }) => JSON.stringify(value));
  return probes.filter((_, at) => texts.indexOf(texts[at] ?? "") === at);
}

function probeOf(probe: SaidIn, container: SaidIn): HealthProbe | undefined {
  if (probe.any("exec") !== undefined) {
    const command = probe.texts("exec", "command").map(({ value }) => value);
    // The kubelet substitutes values of the pod (ExpandContainerCommandOnlyStatic).
    if (command.some((word) => /\$\(\w+\)/u.test(word)))
      return { kind: "unknown", reason: "has a variable of the pod in its command" };
    return command.length === 0 ? undefined : { kind: "exec", command };
  }
  const kind = (["httpGet", "tcpSocket", "grpc"] as const).find((key) => probe.any(key) !== undefined);
  if (kind === undefined) return undefined;
  const fields = probe.below(kind);
  const host = fields.text("host")?.value ?? "";
  if (host !== "" && !/^(?:localhost|127\.0\.0\.1|::1)$/u.test(host))
    return { kind: "unknown", reason: "asks another host" };
  const port = portOf(fields, container);
  if (port === undefined) return { kind: "unknown", reason: "names a port that the container does not list" };
  if (kind === "tcpSocket") return { kind: "tcp", port };
  if (kind === "grpc") {
    const service = fields.text("service")?.value ?? "";
    return { kind: "grpc", port, ...(service !== "" && { service }) };
  }
  const path = fields.text("path")?.value ?? "/";
  return {
    kind: "http",
    port,
    path: path.startsWith("/") ? path : `/${path}`,
    tls: fields.text("scheme")?.value.toUpperCase() === "HTTPS",
    headers: fields.each("httpHeaders").flatMap((header) => {
      const name = header.text("name")?.value;
      return name === undefined ? [] : [{ name, value: header.text("value")?.value ?? "" }];
    }),
  };
}

/** Port by number or name; a name of only digits is a number. */
function portOf(fields: SaidIn, container: SaidIn): number | undefined {
  const wanted = fields.either("port")?.value;
  const named = container.each("ports").find((port) => port.text("name")?.value === wanted);
  const port = named?.number("containerPort")?.value ?? Number(wanted);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}
