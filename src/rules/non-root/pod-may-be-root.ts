import type { Pod } from "../../formats/kubernetes/pods-of.ts";
import { podView } from "../../facts/pod-security/pod-view.ts";
import { windowsHostProcess } from "../../facts/pod-security/checks/windows-host-process.ts";
import { runAsNonRoot } from "../../facts/pod-security/checks/run-as-non-root.ts";
import { oncePer } from "../../text/once-per.ts";
import { isUnset, podFindings, podFix } from "../shared/pods.ts";
import { defineRule } from "../rule.ts";

/**
 * By the pointer of a securityContext, the settings that make its user root: the pod's, for all containers. Computed
 * once for each pod: it may have thousands of containers.
 */
const reasonsOf = oncePer((pod: Pod): ReadonlyMap<string, string> => {
  const view = podView(pod, "");
  const windows = view.windows || windowsHostProcess.breaches(view, 0).length > 0;
  const effect = view.ownUsers
    ? "uid 0 is root of all that the pod's user namespace holds"
    : "uid 0 of the container is root of the node's kernel";
  const reason = (user: number | undefined): string => {
    if (windows) return "its user may be an administrator";
    if (user === 0) return `runAsUser: 0 starts it as root, and ${effect}`;
    return `${user === undefined ? "" : `without runAsUser: ${user} `}the image decides, and ${effect}`;
  };
  const ofAll = view.context.number("runAsUser")?.value;
  const users = view.containers.map(({ context }) => context.number("runAsUser")?.value ?? ofAll);
  return new Map([
    [view.context.pointer, reason(users.includes(undefined) ? undefined : users.includes(0) ? 0 : users[0])],
    ...view.containers.map(({ context }, at) => [context.pointer, reason(users[at])] as const),
  ]);
});

/**
 * Without a number above 0 for each container, the kubelet refuses images that start as root or by a user name: no fix
 * only sets runAsNonRoot.
 */
const hasUsers = oncePer((pod: Pod): boolean => {
  const { context, containers } = podView(pod, "");
  const ofAll = context.number("runAsUser")?.value ?? 0;
  return containers.every((container) => (container.context.number("runAsUser")?.value ?? ofAll) > 0);
});

export default defineRule({
  id: "non-root/pod-may-be-root",
  title: "Pod may run as root",
  why: "Without runAsNonRoot: true the image decides who runs, and most images run as root. With it the kubelet refuses to start a container as uid 0, and one whose image names its user by name only: write runAsUser with a number beside it. A user namespace (hostUsers: false) makes root of the container no one on the node.",
  severity: "info",
  dialects: ["kubernetes"],
  needs: ["pods"],
  premise: { kind: "admission", level: "restricted" },
  fix: "suggested",
  also: [
    "trivy/KSV-0012",
    "checkov/CKV_K8S_23",
    "kube-linter/run-as-non-root",
    "kubescape/C-0013",
    "polaris/runAsRootAllowed",
    "kubesec/RunAsNonRoot",
  ],
  examples: [
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: job\nspec:\n  securityContext:\n    runAsUser: 10001\n  containers:\n    - name: web\n      image: example/web:1.4\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: job\nspec:\n  securityContext:\n    runAsUser: 10001\n    runAsNonRoot: true\n  containers:\n    - name: web\n      image: example/web:1.4\n",
    },
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsNonRoot: true\n    runAsUser: 10001\n  containers:\n    - name: web\n      image: example/web:1.4\n",
    },
  ],
  *check({ pods }) {
    for (const finding of podFindings(
      pods,
      runAsNonRoot,
      (says, { pod, pointer }) => `${says}: ${reasonsOf(pod).get(pointer.slice(0, pointer.lastIndexOf(".")))}`,
      (pod) => (hasUsers(pod) ? podFix(pods, pod, ["securityContext", "runAsNonRoot"], true) : {}),
    ))
      // Someone decided it.
      yield isUnset(finding) ? finding : { ...finding, severity: "warning" };
  },
});
