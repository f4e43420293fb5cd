import type { Profile } from "../../../domain/profile/profile.ts";
import type { Emitter, EmitOptions } from "../../emitter.ts";
import { kubeHead, kubeLosses } from "../pod/kube-head.ts";
import { appName } from "../pod/kube-names.ts";
import { podOfProfile } from "../print/of-profile.ts";
import { podLines } from "../print/pod-lines.ts";
import { kubernetesVersions } from "../pod/versions.ts";
import { checkPaths } from "../../text/check-paths.ts";
import { below } from "../../text/below.ts";

export default {
  name: "kubernetes-patch",
  title: "patch of a Deployment, StatefulSet or DaemonSet",
  says: "container",
  syntax: "text",
  always: ["kubernetes-patch.yaml"],
  asked: true,
  versions: kubernetesVersions,
  emit: (profile, options = {}) => ({
    files: [
      { name: "kubernetes-patch.yaml", what: "a patch of what runs it", text: emitKubernetesPatch(profile, options) },
    ],
    losses: kubeLosses("kubernetes-patch", profile, options),
  }),
} satisfies Emitter;

/**
 * A strategic merge patch: the profile replaces existing values and removes privileges that it does not grant; other
 * fields of the object stay.
 * https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
 * @throws Failure `bad-profile` for mount points that are no absolute paths.
 */
export function emitKubernetesPatch(profile: Profile, options: EmitOptions = {}): string {
  checkPaths(profile);
  const app = appName(options.image ?? profile.image.name);
  return [
    ...kubeHead(profile, options, kubeLosses("kubernetes-patch", profile, options)),
    `# kubectl patch deployment ${app} --type strategic --patch-file kubernetes-patch.yaml`,
    `# The container that is changed is the one with the name ${app}.`,
    "# What is taken from the pod (null) is taken from its other containers, too.",
    ...below(
      "spec",
      below("template", [
        // Disables AppArmor before 1.30, and still works.
        ...below("metadata", below("annotations", [`container.apparmor.security.beta.kubernetes.io/${app}: null`])),
        ...below("spec", podLines(podOfProfile(profile, options, true), true)),
      ]),
    ),
    "",
  ].join("\n");
}
