// What a manifest has beyond a profile: what is the container's own goes, the rest is a loss with its name.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ofPod } from "../src/dialects/kubernetes/read-pod.ts";
import { podsFact } from "../src/facts/pod-security/pods-fact.ts";
import { readManifest } from "../src/formats/kubernetes/read-manifest.ts";
import type { Context } from "../src/pipeline/context.ts";
import { emitInto } from "../src/pipeline/emit/into/emit-into.ts";
import { sampleProfile } from "./emit/sample-profile.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-into-left-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const own = {
  ...sampleProfile,
  capabilities: { required: ["SYS_ADMIN"], soft: [], unused: [] },
  tmpfs: [],
  volumes: [],
  sysctls: {},
};

async function into(text: string, exact = false) {
  await writeFile(join(folder, "profile.json"), JSON.stringify(own));
  await writeFile(join(folder, "web.yaml"), text);
  const context = {
    cwd: folder,
    today: "2026-11-28",
    env: {},
    progress: () => {},
    consent: { allowed: ["capability:SYS_ADMIN"] },
  } as unknown as Context;
  return emitInto(["profile.json"], { to: "kubernetes", into: "web.yaml", write: exact, exact }, context);
}

const pod = (...lines: readonly string[]): string =>
  [
    "apiVersion: v1",
    "kind: Pod",
    "metadata: {name: web}",
    "spec:",
    "  containers:",
    "  - name: app",
    "    image: sample/app:1",
    ...lines,
    "",
  ].join("\n");

it("removes the container's privileges beyond the profile, and reports those of the pod, its volumes and ports as losses that --exact refuses", async () => {
  const loose = [
    "    securityContext:",
    "      appArmorProfile: {type: Unconfined}",
    "      seLinuxOptions: {type: spc_t}",
    "      windowsOptions: {hostProcess: true}",
    "      allowPrivilegeEscalation: false",
    "    ports: [{containerPort: 80, hostPort: 8080}]",
    "    volumeMounts: [{name: h, mountPath: /host, mountPropagation: Bidirectional}, {name: c, mountPath: /etc/app}]",
    "    volumeDevices: [{name: b, devicePath: /dev/xvda}]",
    "    resources: {limits: {example.com/gpu: 1}}",
    "  shareProcessNamespace: true",
    "  securityContext:",
    "    supplementalGroups: [4]",
    "    fsGroup: 5",
    "    appArmorProfile: {type: Unconfined}",
    "    seLinuxOptions: {type: spc_t, level: s0}",
    "    windowsOptions: {hostProcess: true}",
    "  volumes: [{name: h, hostPath: {path: /}}, {name: c, configMap: {name: c}}]",
  ];
  const { text, report } = await into(pod(...loose));
  const [found] = podsFact(readManifest("web.yaml", text), 35).pods;
  expect(found && ofPod(found, "web.yaml")[0]?.privileged).toBeUndefined();
  // The API refuses the second beside SYS_ADMIN.
  expect(text).not.toMatch(/shareProcessNamespace|allowPrivilegeEscalation/);
  expect(text.match(/appArmorProfile|seLinuxOptions|windowsOptions/g)).toHaveLength(3);
  const left = report.losses.filter(({ code }) => code.startsWith("left-"));
  expect(left.map(({ code, got }) => `${code}: ${String(got)}`)).toEqual([
    "left-groups: groups 4, 5 (fsGroup) as well",
    "left-apparmor: Unconfined",
    "left-selinux: type spc_t",
    "left-windows: windowsOptions",
    "left-mounts: /host (/ of the node) (rshared), /etc/app",
    "left-devices: /dev/xvda, example.com/gpu",
    "left-host-ports: hostPort 8080",
  ]);
  const refused = await into(pod(...loose), true);
  expect([refused.text, refused.report.files]).toEqual(["", []]);
  const { report: clean } = await into(pod());
  expect(clean.losses.filter(({ code }) => code.startsWith("left-"))).toEqual([]);
});
