// `emit --to kubernetes --into FILE`: a manifest that exists says what a profile does, and all else of it stays.
import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Profile } from "../src/domain/profile/profile.ts";
import { podsFact } from "../src/facts/pod-security/pods-fact.ts";
import { podSecurity } from "../src/facts/pod-security/pod-security.ts";
import { ofPod } from "../src/facts/container-spec/of-pod.ts";
import { writtenDrift } from "../src/facts/container-spec/drift/written-drift.ts";
import { readManifest } from "../src/formats/kubernetes/read-manifest.ts";
import { emitInto } from "../src/pipeline/emit/into/emit-into.ts";
import { fullProfile, sampleProfile } from "./emit/sample-profile.ts";
import { deploymentWithEverything } from "./emit/deployment-with-everything.ts";

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-into-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const profile: Profile = {
  ...sampleProfile,
  image: { ...sampleProfile.image, name: "sample/app:hardened" },
  capabilities: { required: ["NET_BIND_SERVICE"], soft: [], unused: [] },
  volumes: [],
  sysctls: {},
};
const put = (path: string, text: string): Promise<void> => writeFile(join(folder, path), text);
async function into(
  text: string,
  more: { readonly container?: string; readonly exact?: boolean; readonly write?: boolean } = {},
  own: Profile = profile,
) {
  await put("profile.json", JSON.stringify(own));
  await put("web.yaml", text);
  const request = { to: "kubernetes", into: "web.yaml", write: false, ...more };
  return emitInto(["profile.json"], request, { cwd: folder, today: "2026-11-28", env: {} });
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

describe("a Deployment with two containers, a sidecar, an overridden context and a tmpfs", () => {
  it("has the profile in one container, stays as it was elsewhere, and passes the level restricted", async () => {
    const { text, report } = await into(deploymentWithEverything);
    // Every line of before is there, in its order, but those whose value is another.
    const lines = text.split("\n");
    let at = 0;
    const gone = deploymentWithEverything.split("\n").filter((line) => {
      const found = lines.indexOf(line, at);
      if (found !== -1) at = found + 1;
      return found === -1;
    });
    expect(gone.map((line) => line.trim())).toEqual(["allowPrivilegeEscalation: true", "runAsUser: 0 # as it was"]);
    expect(text).toContain('value: "$$5 and $(TZ)"');
    const pods = podsFact(readManifest("web.yaml", text), 35);
    const [found] = pods.pods;
    const containers = found === undefined ? [] : ofPod(found, "web.yaml");
    const app = containers.find(({ name }) => name === "app");
    expect(app).toMatchObject({
      user: { value: "10001:10001" },
      readOnly: { value: true },
      noNewPrivileges: { value: true },
    });
    expect(app?.capAdd.map(({ value }) => value)).toEqual(["NET_BIND_SERVICE"]);
    const drifts = writtenDrift({ dialects: ["kubernetes"], containers, texts: new Map([["web.yaml", text]]) }, [
      { file: "p", profile },
    ]);
    expect(drifts).toEqual([]);
    expect(podSecurity(pods.pods[0]!, "web.yaml", "restricted", 35)).toEqual([]);
    expect(report.losses.map(({ code }) => code)).toEqual(expect.arrayContaining(["pids", "tmpfs-mode", "fs-group"]));
    expect(await readFile(join(folder, "web.yaml"), "utf8")).toBe(deploymentWithEverything);
  });

  it("is written in place, and a second time not at all", async () => {
    await into(deploymentWithEverything, { write: true });
    const once = await readFile(join(folder, "web.yaml"), "utf8");
    const { report } = await into(once, { write: true });
    expect(await readFile(join(folder, "web.yaml"), "utf8")).toBe(once);
    expect(report.notes.join()).toContain("says it already");
  });

  it("--exact takes no loss", async () => {
    const { text, report } = await into(deploymentWithEverything, { exact: true, write: true });
    expect([text, report.files]).toEqual(["", []]);
    expect(report.refused).toMatch(/Nothing was written/);
    expect(await readFile(join(folder, "web.yaml"), "utf8")).toBe(deploymentWithEverything);
  });
});

describe("other manifests", () => {
  it.each<[string, string, RegExp]>([
    [
      "what is more than the profile goes",
      pod("    securityContext: {privileged: true, procMount: Unmasked, capabilities: {add: [SYS_ADMIN]}}"),
      /securityContext: \{runAsUser: 10001|capabilities: \{add: \[NET_BIND_SERVICE\]/,
    ],
    [
      "a request above the limit is lowered",
      pod("    resources: {requests: {memory: 1Gi, cpu: 10m}}"),
      /requests: \{memory: 48Mi, cpu: 10m\}/,
    ],
    [
      "a mount that is there stays",
      pod("    volumeMounts: [{name: t, mountPath: /tmp/}]", "  volumes: [{name: t, emptyDir: {}}]"),
      /volumes: \[\{name: t, emptyDir: \{\}\}\]/,
    ],
    ["a volume's name is free", pod("  volumes: [{name: tmpfs-tmp, emptyDir: {}}]"), /name: tmpfs-tmp-2/],
    ["CRLF stays", pod().replaceAll("\n", "\r\n"), /runAsUser: 10001\r\n/],
    [
      "a list of objects",
      `apiVersion: v1\nkind: List\nitems:\n- ${pod().trimEnd().replaceAll("\n", "\n  ")}\n`,
      /runAsUser: 10001/,
    ],
  ])("%s", async (_, text, expected) => {
    const done = await into(text);
    expect(done.text).toMatch(expected);
    expect(done.text).not.toMatch(/privileged|Unmasked|SYS_ADMIN/);
    expect(podsFact(readManifest("web.yaml", done.text), 35).problems).toEqual([]);
  });

  it("a container is named where its image does not tell, and one that is not there is an error", async () => {
    const two = pod().replace("  containers:\n", "  containers:\n  - {name: b, image: sample/app:2}\n");
    await expect(into(two)).rejects.toThrow(/2 containers/);
    expect((await into(two, { container: "b" })).text).toMatch(/\{name: b, image: sample\/app:2, .*runAsUser: 10001/);
    await expect(into(two, { container: "c" })).rejects.toThrow(/no container with the name c/);
    await expect(into(pod().replace("sample/app", "other/app"))).rejects.toThrow(
      /no container whose image is sample\/app/,
    );
  });

  it.each<[string, string, RegExp]>([
    ["an alias", `x: &s {runAsUser: 1}\n${pod("    securityContext: *s")}`, /\*s stands there/],
    ["brackets over lines", pod("    securityContext: {", "      runAsUser: 1 }"), /over several lines/],
    [
      "JSON",
      '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"app","image":"sample/app:1"}]}}',
      /JSON/,
    ],
    ["a template", pod("    command: [{{ .Values.x }}]"), /has no container|template/],
  ])("%s is refused whole", async (_, text, reason) => {
    await expect(into(text, { write: true })).rejects.toThrow(reason);
    expect(await readFile(join(folder, "web.yaml"), "utf8")).toBe(text);
  });

  it("kernel settings are the pod's, each once; variables and the command stay the manifest's, which is said", async () => {
    const sysctls = { "net.ipv4.ip_unprivileged_port_start": "80", "net.ipv4.tcp_syncookies": "1" };
    const more = pod().replace(
      "spec:",
      "spec:\n  securityContext: {sysctls: [{name: net.ipv4.tcp_syncookies, value: '0'}]}",
    );
    const { text, report } = await into(
      more,
      {},
      { ...profile, sysctls, workload: { ...profile.workload, command: ["serve"] } },
    );
    expect(text).toContain(
      `sysctls: [{name: net.ipv4.tcp_syncookies, value: '0'}, { name: net.ipv4.ip_unprivileged_port_start, value: "80" }]`,
    );
    const told = report.losses.map(({ code, wanted }) => `${code} ${wanted}`);
    expect(told).toEqual(
      expect.arrayContaining([
        "sysctl-of-its-own net.ipv4.tcp_syncookies=1",
        "env-of-its-own the variables PRICE, TZ",
        "command-of-its-own serve",
      ]),
    );
  });

  it("a list of system calls is a file on the node, and the loss says which", async () => {
    const { seccomp } = fullProfile;
    const { text, report } = await into(pod(), {}, { ...profile, ...(seccomp && { seccomp }) });
    expect(text).toMatch(/type: Localhost\n +localhostProfile: hullproof\/app.json/);
    expect(report.losses.find(({ code }) => code === "seccomp-file")?.remedy).toContain(
      "/var/lib/kubelet/seccomp/hullproof/app.json",
    );
  });
});
