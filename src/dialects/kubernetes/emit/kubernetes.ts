import type { Profile } from "../../../domain/profile/profile.ts";
import type { Emitter, EmitOptions } from "../../emitter.ts";
import { kubeHead, kubeLosses } from "../pod/kube-head.ts";
import { appName } from "../pod/kube-names.ts";
import { containerLosses } from "../container-losses.ts";
import { yamlLines } from "../../text/yaml-text.ts";
import { podOfContainer } from "../print/of-container.ts";
import { podOfProfile } from "../print/of-profile.ts";
import { podLines } from "../print/pod-lines.ts";
import { kubernetesVersions } from "../pod/versions.ts";
import { checkPaths } from "../../text/check-paths.ts";
import { below } from "../../text/below.ts";

export default {
  name: "kubernetes",
  title: "Kubernetes manifest",
  says: "container",
  syntax: "text",
  always: ["kubernetes.yaml"],
  place: 3,
  versions: kubernetesVersions,
  emit: (profile, options = {}) => ({
    files: [{ name: "kubernetes.yaml", what: "the same as a Deployment", text: emitKubernetes(profile, options) }],
    losses: kubeLosses("kubernetes", profile, options),
  }),
  container: (settings, envValues) => {
    const spec = podOfContainer(settings, envValues);
    const { annotations } = settings;
    const metadata = { name: spec.app, ...(Object.keys(annotations).length > 0 && { annotations }) };
    const lines = [...yamlLines({ apiVersion: "v1", kind: "Pod", metadata }), ...below("spec", podLines(spec)), ""];
    return { name: "pod.yaml", text: lines.join("\n"), losses: containerLosses(settings, envValues, spec.app) };
  },
} satisfies Emitter;

/**
 * A Deployment of one pod, complete; where the profile has no network, a NetworkPolicy too.
 * https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 *
 * @throws Failure `bad-profile` for mount points that are no absolute paths.
 */
export function emitKubernetes(profile: Profile, options: EmitOptions = {}): string {
  checkPaths(profile);
  const app = appName(options.image ?? profile.image.name);
  const labels = below("labels", [`app.kubernetes.io/name: ${app}`]);
  const selects = below("matchLabels", [`app.kubernetes.io/name: ${app}`]);
  return [
    ...kubeHead(profile, options, kubeLosses("kubernetes", profile, options)),
    "apiVersion: apps/v1",
    "kind: Deployment",
    ...below("metadata", [`name: ${app}`, ...labels]),
    ...below("spec", [
      "replicas: 1",
      ...below("selector", selects),
      ...below("template", [...below("metadata", labels), ...below("spec", podLines(podOfProfile(profile, options)))]),
    ]),
    ...(profile.network === "none"
      ? [
          "---",
          "apiVersion: networking.k8s.io/v1",
          "kind: NetworkPolicy",
          ...below("metadata", [`name: ${app}`, ...labels]),
          ...below("spec", [...below("podSelector", selects), "policyTypes: [Ingress, Egress]"]),
        ]
      : []),
    "",
  ].join("\n");
}
