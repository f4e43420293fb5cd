import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readManifest } from "../../formats/kubernetes/read-manifest.ts";
import { podOf } from "../../formats/kubernetes/pods-of.ts";
import { newestPodSecurity, podSecurity, podSecurityChecks } from "./pod-security.ts";
import { podSecurityLevels, type PodSecurityLevel } from "./pod-security-check.ts";

function violations(text: string, level: PodSecurityLevel, minor: number) {
  const { objects, problems } = readManifest("pod.yaml", text);
  expect(problems).toEqual([]);
  return objects.flatMap((object) => {
    const pod = podOf(object);
    return pod === undefined ? [] : podSecurity(pod, "pod.yaml", level, minor);
  });
}

const ids = (text: string, level: PodSecurityLevel, minor = newestPodSecurity): string[] => [
  ...new Set(violations(text, level, minor).map(({ check }) => check.id)),
];

const pod = (spec: string, container = ""): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n${spec}  containers:\n  - name: c\n    image: i\n${container}`;
const good =
  "    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}\n";

describe("podSecurity", () => {
  it("accepts a complete pod and applies stricter checks for restricted", () => {
    expect(ids(pod("", good), "restricted")).toEqual([]);
    expect(ids(pod(""), "baseline")).toEqual([]);
    expect(ids(pod(""), "restricted")).toEqual([
      "allowPrivilegeEscalation",
      "capabilities_restricted",
      "runAsNonRoot",
      "seccompProfile_restricted",
    ]);
  });

  it("judges by the requested version", () => {
    const probe = pod("", `${good}    livenessProbe: {httpGet: {port: 80, host: 10.0.0.1}}\n`);
    expect(ids(probe, "baseline", 33)).toEqual([]);
    expect(ids(probe, "baseline", 34)).toEqual(["hostProbesAndHostLifecycle"]);
    const root = pod("  hostUsers: false\n", good.replace("runAsNonRoot: true", "runAsUser: 0"));
    expect(ids(root, "restricted", 34)).toEqual(["runAsNonRoot", "runAsUser"]);
    expect(ids(root, "restricted", 35)).toEqual([]);
    const unmasked = pod("  hostUsers: false\n", good.replace("{allow", "{procMount: Unmasked, allow"));
    expect(ids(unmasked, "baseline", 35)).toEqual([]);
    expect(ids(unmasked, "restricted", 35)).toEqual(["procMount_restricted"]);
    const sysctl = pod("  securityContext: {sysctls: [{name: net.ipv4.tcp_rmem, value: '4096'}]}\n");
    expect(ids(sysctl, "baseline", 31)).toEqual(["sysctls"]);
    expect(ids(sysctl, "baseline", 32)).toEqual([]);
    expect(ids(pod("  securityContext: {seLinuxOptions: {type: container_engine_t}}\n"), "baseline", 30)).toHaveLength(
      1,
    );
  });

  it("skips fields that Windows pods lack", () => {
    const windows = pod("  os: {name: windows}\n  securityContext: {runAsNonRoot: true}\n");
    expect(ids(windows, "restricted", 24)).not.toEqual([]);
    expect(ids(windows, "restricted", 25)).toEqual([]);
  });

  it("checks all container lists and falls back to the pod's settings", () => {
    const text = `apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec:
  template:
    spec:
      securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
      initContainers:
      - {name: a, image: i, restartPolicy: Always, securityContext: {privileged: true}}
      containers:
      - {name: b, image: i, securityContext: {runAsNonRoot: false, seccompProfile: {type: Unconfined}}}
      ephemeralContainers:
      - {name: e, image: i, securityContext: {capabilities: {add: [NET_RAW]}}}
`;
    expect(violations(text, "baseline", newestPodSecurity).map(({ says, pointer }) => `${pointer}: ${says}`)).toEqual([
      'spec.template.spec.ephemeralContainers[0].securityContext.capabilities.add[0]: ephemeral container "e" adds the capability NET_RAW',
      'spec.template.spec.initContainers[0].securityContext.privileged: sidecar "a" sets privileged: true',
      'spec.template.spec.containers[0].securityContext.seccompProfile.type: container "b" sets the seccomp profile Unconfined',
    ]);
    const restricted = violations(text, "restricted", newestPodSecurity);
    expect(restricted.filter(({ check }) => check.id === "runAsNonRoot").map(({ says }) => says)).toEqual([
      'container "b" sets runAsNonRoot: false',
    ]);
  });
});

/** `test/testdata` of a checkout of kubernetes/pod-security-admission. */
const upstream = process.env.HULLPROOF_TEST_POD_SECURITY ?? "";

describe.skipIf(upstream === "" || !existsSync(upstream))("podSecurity and the fixtures of upstream", () => {
  for (const level of podSecurityLevels)
    it(`agrees on every manifest of ${level}`, () => {
      const wrong: string[] = [];
      let judged = 0;
      for (const version of readdirSync(join(upstream, level)))
        for (const outcome of ["pass", "fail"])
          for (const name of readdirSync(join(upstream, level, version, outcome))) {
            const path = join(upstream, level, version, outcome, name);
            const found = ids(readFileSync(path, "utf8"), level, Number(version.replace("v1.", "")));
            const check = name.replace(/\d+\.yaml$/, "");
            const names = found.flatMap((id) => [id, podSecurityChecks.find((one) => one.id === id)?.replaces ?? id]);
            const right = outcome === "pass" ? found.length === 0 : names.some((id) => id.toLowerCase() === check);
            judged++;
            if (!right) wrong.push(`${path}: ${found.join(" ")}`);
          }
      expect(wrong).toEqual([]);
      console.log(`${level}: ${judged} of ${judged} manifests`);
      expect(judged).toBeGreaterThan(1000);
    });
});
