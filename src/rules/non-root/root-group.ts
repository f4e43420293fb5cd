import type { Located } from "../../domain/container/container-spec.ts";
import type { SaidIn } from "../../facts/pod-security/node-reader.ts";
import { podView } from "../../facts/pod-security/pod-view.ts";
import { quoteLines, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "non-root/root-group",
  title: "Pod process in the root group",
  why: "Group 0 may write whatever an image or a volume leaves to the group of root, such as `/etc/passwd` of images made for any user id. Where the image is made for that (OpenShift), it is meant; elsewhere a group of its own does as well.",
  severity: "info",
  dialects: ["kubernetes"],
  needs: ["pods"],
  premise: {
    kind: "engine",
    shows: "a process of uid 1000 writes a file of root's group with `--group-add 0`, and is refused without",
  },
  fix: "none",
  also: ["trivy/KSV-0116"],
  examples: [
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsUser: 10001\n    runAsGroup: 0\n  containers:\n    - name: web\n      image: example/web:1.4\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsUser: 10001\n    runAsGroup: 10001\n  containers:\n    - name: web\n      image: example/web:1.4\n",
    },
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsUser: 10001\n    supplementalGroups: [4000, 0]\n  containers:\n    - name: web\n      image: example/web:1.4\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsUser: 10001\n    supplementalGroups: [4000]\n  containers:\n    - name: web\n      image: example/web:1.4\n",
    },
  ],
  *check({ pods }) {
    for (const pod of pods.pods) {
      const { context, containers } = podView(pod, pods.file);
      for (const [contextView, title] of [
        [context, "the pod"] as const,
        ...containers.map((container) => [container.context, container.title] as const),
      ]) {
        // Another rule reports root itself.
        if ((contextView.number("runAsUser") ?? context.number("runAsUser"))?.value === 0) continue;
        for (const { key, said } of groupsOf(contextView)) {
          if (said.value !== 0 || !("span" in said.at)) continue;
          yield {
            message: `${key} of ${title} is 0: its processes may write what is left to the group of root`,
            at: said.at,
            evidence: [
              { kind: "setting", pointer: said.pointer, value: "0" },
              quoteLines(pods, said.at.span),
              reference("Permissions of a group hold for all of its members", "path_resolution(7)"),
            ],
          };
        }
      }
    }
  },
});

function groupsOf(context: SaidIn): readonly { readonly key: string; readonly said: Located<number> }[] {
  const keys = ["runAsGroup", "fsGroup"].map((key) => ({ key, said: context.number(key) }));
  const supplementalGroups = [0, 1, 2, 3, 4, 5, 6, 7].map((index) => ({
    key: "supplementalGroups",
    said: context.number("supplementalGroups", index),
  }));
  return [...keys, ...supplementalGroups].flatMap(({ key, said }) => (said === undefined ? [] : [{ key, said }]));
}
