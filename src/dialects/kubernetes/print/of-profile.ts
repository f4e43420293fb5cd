import type { Profile } from "../../../domain/profile/profile.ts";
import type { EmitOptions } from "../../emitter.ts";
import { loopbackPorts, ofProfile } from "../../print/of-profile.ts";
import { below } from "../../text/below.ts";
import { yamlQuoted } from "../../text/yaml-text.ts";
import { atLeast } from "../../versions/target-version.ts";
import { refusesEscalation } from "../pod/kube-losses.ts";
import { appName } from "../pod/kube-names.ts";
import { isPodRootReadOnly, podDirectories } from "../pod/pod-directories.ts";
import { kubernetesVersions } from "../pod/versions.ts";
import type { PodSpec } from "./pod-spec.ts";
import { podVolumes } from "./pod-volumes.ts";

/** The kubelet's default grace period in seconds. */
export const kubeletSeconds = 30;

/** Prints a profile as the container of a pod; in a patch, without fields that the object has itself. */
export function podOfProfile(profile: Profile, options: EmitOptions, patch = false): PodSpec {
  const { user, tmpfs, volumes, network, noNewPrivileges } = profile;
  const spec = ofProfile(profile, options);
  const seconds = Math.ceil(profile.workload.stop.timeoutMs / 1000);
  const shares = user.uid !== 0 && tmpfs.length + volumes.length + podDirectories(profile).length > 0;
  return {
    ...spec,
    app: appName(spec.image),
    // A pod does not publish them, so they are also listed with the node's network.
    ports: network === "none" ? [] : loopbackPorts(profile),
    readOnly: isPodRootReadOnly(profile),
    mayEscalate: refusesEscalation(noNewPrivileges, profile.capabilities.required) ? undefined : !noNewPrivileges,
    graceSeconds: seconds > kubeletSeconds ? seconds : undefined,
    hasUserNamespace: inUserNamespace(profile, options),
    isStrictOfGroups: atLeast(options.version ?? kubernetesVersions.default, "1.33"),
    fsGroup: shares ? user.gid : undefined,
    volumes: podVolumes(profile, spec, patch),
    probe: readiness(profile),
  };
}

/** Whether it was proven in a user namespace, and Kubernetes has them by default. */
export function inUserNamespace({ provenOn, network }: Profile, options: EmitOptions): boolean {
  const proven = provenOn?.userNamespaces === true || provenOn?.rootless === true;
  return proven && network !== "host" && atLeast(options.version ?? kubernetesVersions.default, "1.33");
}

/** The readiness probe of the trials. */
function readiness({ workload: { ready } }: Profile): string[] {
  if (ready.kind === "tcp") return below("readinessProbe", below("tcpSocket", [`port: ${ready.port}`]));
  if (ready.kind !== "http" || ready.status < 200 || ready.status >= 400) return [];
  const headers = Object.entries(ready.headers ?? {});
  // A manifest must not contain a password, and without it the probe would always fail.
  if (headers.some(([name]) => /auth|cookie|key|token|secret/i.test(name))) return [];
  const headerLines = headers.map(([name, value]) => `- { name: ${yamlQuoted(name)}, value: ${yamlQuoted(value)} }`);
  const lines = [`path: ${yamlQuoted(ready.path)}`, `port: ${ready.port}`];
  return below("readinessProbe", below("httpGet", [...lines, ...below("httpHeaders", headerLines)]));
}
