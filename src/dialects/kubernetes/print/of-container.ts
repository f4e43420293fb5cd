import type { Healthcheck, RequestedMount, RequestedSettings } from "../../../domain/container/requested-settings.ts";
import { ofContainer } from "../../print/of-container.ts";
import { byteSize } from "../../../formats/compose/byte-size.ts";
import type { ShownValues } from "../../emitter.ts";
import { below } from "../../text/below.ts";
import { yamlLines, yamlQuoted } from "../../text/yaml-text.ts";
import { refusesEscalation } from "../pod/kube-losses.ts";
import { bytes, doubled } from "../pod/kube-lines.ts";
import { kubeName, volumeNames } from "../pod/kube-names.ts";
import type { PodSpec } from "./pod-spec.ts";
import type { PodVolume } from "./pod-volumes.ts";

/** Default timeout of `docker stop`; the kubelet would wait 30 s. */
const dockerStopSeconds = 10;

/**
 * Prints an existing container as the container of a pod. The cluster decides many settings of a container: the losses
 * list them.
 */
export function podOfContainer(settings: RequestedSettings, shown: ShownValues): PodSpec {
  const { hostname, restart, health, noNewPrivileges, privileged, capAdd } = settings;
  return {
    ...ofContainer(settings, shown),
    app: kubeName(settings.name, "app"),
    volumes: volumesOf(settings),
    graceSeconds: settings.stopSeconds ?? dockerStopSeconds,
    mayEscalate: noNewPrivileges && !privileged && !refusesEscalation(noNewPrivileges, capAdd) ? false : undefined,
    hostname: hostname === undefined ? undefined : hostLabel(hostname),
    restartPolicy: restart === undefined ? "Never" : restart.startsWith("on-failure") ? "OnFailure" : "Always",
    probe: below("livenessProbe", health === undefined ? [] : probe(health)),
  };
}

/** RFC 1123: one label, without dots. */
function hostLabel(text: string): string {
  const label = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, "-")
    .slice(0, 63)
    .replaceAll(/^-|-$/g, "");
  return label === "" ? "app" : label;
}

/** `shared` excludes submounts, which a pod cannot express. */
const propagations: ReadonlyMap<string, string> = new Map([
  ["rshared", "Bidirectional"],
  ["rslave", "HostToContainer"],
]);

function volumesOf({ mounts, tmpfs }: RequestedSettings): PodVolume[] {
  const names = volumeNames([...tmpfs.map(({ path }) => `tmpfs${path}`), ...mounts.map(({ path }) => `data${path}`)]);
  return [
    ...tmpfs.map(({ path, options }, at) => ({
      name: names[at] ?? "",
      path,
      readOnly: false,
      source: inMemory(byteSize(/(?:^|,)size=([^,]+)/.exec(options)?.[1] ?? "")),
    })),
    ...mounts.map((mount, at) => {
      const { path, readOnly, propagation = "", long } = mount;
      return {
        name: names[tmpfs.length + at] ?? "",
        path,
        readOnly,
        source: sourceOf(mount),
        more: yamlLines({ subPath: long?.subpath, mountPropagation: propagations.get(propagation) }),
      };
    }),
  ];
}

function inMemory(size: number | undefined): string[] {
  return below("emptyDir", ["medium: Memory", ...(size === undefined ? [] : [`sizeLimit: ${bytes(size)}`])]);
}

function sourceOf({ type, source = "", long }: RequestedMount): string[] {
  if (type === "tmpfs") return inMemory(long?.sizeBytes);
  if (source === "") return ["emptyDir: {}"];
  if (type === "bind") return yamlLines({ hostPath: { path: source } });
  if (type === "image") return yamlLines({ image: { reference: source } });
  return yamlLines({ persistentVolumeClaim: { claimName: kubeName(source, "data") } });
}

/** Lines of a probe; empty if the image's check is disabled. */
function probe({ test: [kind, ...words], interval, timeout, startPeriod, retries }: Healthcheck): string[] {
  if (kind === "NONE") return [];
  const seconds = (time: number | undefined) => (time === undefined ? undefined : Math.max(1, Math.round(time / 1e9)));
  const command = kind === "CMD" ? words : ["/bin/sh", "-c", words.join(" ")];
  return [
    ...below("exec", [`command: [${command.map((word) => yamlQuoted(doubled(word))).join(", ")}]`]),
    // Docker's defaults.
    ...yamlLines({
      periodSeconds: seconds(interval) ?? 30,
      timeoutSeconds: seconds(timeout) ?? 30,
      initialDelaySeconds: seconds(startPeriod),
      failureThreshold: retries ?? 3,
    }),
  ];
}
