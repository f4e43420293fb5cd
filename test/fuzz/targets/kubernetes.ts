import { ofPod } from "../../../src/dialects/kubernetes/read-pod.ts";
import { podSecurity } from "../../../src/facts/pod-security/pod-security.ts";
import { podOf } from "../../../src/formats/kubernetes/pods-of.ts";
import { readManifest } from "../../../src/formats/kubernetes/read-manifest.ts";
import { strictFields } from "../../../src/formats/kubernetes/strict-fields.ts";
import type { FuzzTarget } from "../target.ts";

/** Manifests: what lies where, their pods, and what Pod Security says of them. */
export default {
  name: "kubernetes",
  samples: [
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      hostUsers: false\n      securityContext: {runAsUser: 1, seccompProfile: {type: Localhost, localhostProfile: a}}\n      initContainers:\n      - {name: b, image: c, restartPolicy: Always}\n      containers:\n      - name: d\n        image: e:1\n        args: ["$(A)$$"]\n        env: [{name: A, value: yes}]\n        ports: [{hostPort: 0x50}]\n        resources: {limits: {memory: 64Mi, cpu: 250m}}\n        volumeMounts: [{name: v, mountPath: /v}]\n      volumes: [{name: v, emptyDir: {medium: Memory}}, {name: h, hostPath: {path: /}}]\n',
    "apiVersion: v1\nkind: List\nitems:\n- &a {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a}]}}\n- *a\n---\n# b\n--- # c\napiVersion: batch/v1\nkind: CronJob\nspec: {jobTemplate: {spec: {template: {spec: {<<: {hostPID: on}}}}}}\n",
    '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","annotations":{"seccomp.security.alpha.kubernetes.io/pod":"x"}},"spec":{"containers":[{"name":"b","securityContext":{"capabilities":{"add":["ALL"]}}}]}}\n{"apiVersion":"v1","kind":"Pod"}\n',
    'kind: Pod\nmetadata:\n  name: {{ include "a" . }}\nspec: "{{ .Values.x }}"\n',
  ],
  words:
    "apiVersion: kind: Pod metadata: name: spec: template: containers: - [ ] { } : , &a *a <<: * | > \" ' --- ... {{ }} {{- $( ) $$ yes on 0o17 1e3 64Mi !!str !x # \t \n  ".split(
      " ",
    ),
  pairs: [
    ["[", "]"],
    ["{a: ", "}"],
    ['{"a": ', "}"],
    ["&a [*a, ", "]"],
    ["- ", ""],
    ["{{ ", " }}"],
    ["$(", ")"],
  ],
  run(input) {
    const manifest = readManifest("x.yaml", input.toString("utf8"));
    for (const { span } of manifest.problems)
      if (span.start < 0 || span.start > span.end || span.end > manifest.text.length)
        throw new Error("a span outside of its text");
    for (const object of manifest.objects) {
      strictFields(object, 37);
      const pod = podOf(object);
      if (pod === undefined) continue;
      ofPod(pod, manifest.file);
      for (const level of ["baseline", "restricted"] as const) podSecurity(pod, manifest.file, level, 37);
    }
  },
} satisfies FuzzTarget;
