// `emit --to kubernetes --into FILE`: a manifest that exists says what a profile does, and all else of it stays.
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Profile } from "../src/domain/profile/profile.ts";
import { podsFact } from "../src/facts/pod-security/pods-fact.ts";
import { podSecurity } from "../src/facts/pod-security/pod-security.ts";
import { ofPod } from "../src/dialects/kubernetes/read-pod.ts";
import { writtenDrift } from "../src/facts/container-spec/drift/written-drift.ts";
import { readManifest } from "../src/formats/kubernetes/read-manifest.ts";
import type { Context } from "../src/pipeline/context.ts";
import { emitInto } from "../src/pipeline/emit/into/emit-into.ts";
import { fullProfile, sampleProfile } from "./emit/sample-profile.ts";
import { ourRenderers } from "./programs-of-ours/renderers.ts";
import { deploymentWithEverything } from "./emit/deployment-with-everything.ts";

let folder = "";
let bin = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-into-")));
  bin = `${folder}-bin`;
});
afterEach(async () => {
  for (const one of [folder, bin]) await rm(one, { recursive: true, force: true });
});

const profile: Profile = {
  ...sampleProfile,
  image: { ...sampleProfile.image, name: "sample/app:hardened" },
  capabilities: { required: ["NET_BIND_SERVICE"], soft: [], unused: [] },
  volumes: [],
  sysctls: {},
};
const put = (path: string, text: string): Promise<void> => writeFile(join(folder, path), text);
const contextIn = (more: Partial<Context> = {}): Context =>
  ({ cwd: folder, today: "2026-11-28", env: {}, progress: () => {}, ...more }) as Context;
async function into(
  text: string,
  more: { readonly container?: string; readonly exact?: boolean; readonly write?: boolean } = {},
  own: Profile = profile,
) {
  await put("profile.json", JSON.stringify(own));
  await put("web.yaml", text);
  const request = { to: "kubernetes", into: "web.yaml", write: false, ...more };
  return emitInto(["profile.json"], request, contextIn());
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
  it("has the profile in one container, is unchanged elsewhere, and passes the restricted level", async () => {
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
    expect(report.losses.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["pids", "tmpfs-mode", "fs-group", "for-all-containers"]),
    );
    expect(await readFile(join(folder, "web.yaml"), "utf8")).toBe(deploymentWithEverything);
  });

  it("is written in place, and not changed a second time", async () => {
    await into(deploymentWithEverything, { write: true });
    const once = await readFile(join(folder, "web.yaml"), "utf8");
    const { report } = await into(once, { write: true });
    expect(await readFile(join(folder, "web.yaml"), "utf8")).toBe(once);
    expect(report.notes.join()).toContain("says it already");
  });

  it("--exact refuses a loss", async () => {
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

  it.each([
    ["emptyDir: {}", "", "differs mount-of-its-own"],
    ["emptyDir: {medium: Memory}", "", undefined],
    ["emptyDir: {medium: Memory}", ", readOnly: true", "stronger mount-of-its-own"],
    ["persistentVolumeClaim: {claimName: c}", "", "differs mount-of-its-own"],
  ])("keep a mount at a tmpfs's path, as a loss unless it is a tmpfs: %s%s", async (volume, more, expected) => {
    const there = pod(`    volumeMounts: [{name: t, mountPath: /tmp${more}}]`, `  volumes: [{name: t, ${volume}}]`);
    const { report } = await into(there);
    const told = report.losses.map(({ kind, code }) => `${kind} ${code}`);
    expect(told.filter((one) => one.endsWith("mount-of-its-own"))).toEqual(expected === undefined ? [] : [expected]);
  });

  it("report a pod-level setting as a loss only if other containers share it", async () => {
    const said =
      "  automountServiceAccountToken: false\n  enableServiceLinks: false\n  securityContext: {supplementalGroupsPolicy: Strict}\n";
    const shared = (more: string): string => pod("  - {name: b, image: b:1}").concat(more);
    const told = async (text: string): Promise<readonly string[]> =>
      (await into(text)).report.losses.flatMap(({ code, wanted }) => (code === "for-all-containers" ? [wanted] : []));
    expect(await told(pod())).toEqual([]);
    expect(await told(shared(""))).toEqual([expect.stringMatching(/^automountServiceAccountToken: false, enable/)]);
    expect(await told(shared(said))).toEqual([]);
  });

  it("require a container's name if its image is ambiguous, and refuse a missing one", async () => {
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
  ])("are refused completely: %s", async (_, text, reason) => {
    await expect(into(text, { write: true })).rejects.toThrow(reason);
    expect(await readFile(join(folder, "web.yaml"), "utf8")).toBe(text);
  });

  it("get kernel settings in the pod, and keep variables and command, which is reported", async () => {
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

  it("report the seccomp profile's file on the node", async () => {
    const { seccomp } = fullProfile;
    const { text, report } = await into(pod(), {}, { ...profile, ...(seccomp && { seccomp }) });
    expect(text).toMatch(/type: Localhost\n +localhostProfile: hullproof\/app.json/);
    expect(report.losses.find(({ code }) => code === "seccomp-file")?.remedy).toContain(
      "/var/lib/kubelet/seccomp/hullproof/app.json",
    );
  });
});

describe("a kustomization or template", () => {
  const kustomization = "# Production.\nresources: [web.yaml]\n";
  const putKustomization = async (): Promise<string> => {
    // Programs of the folder that the call is about are not started.
    const PATH = await ourRenderers(bin);
    await mkdir(join(folder, "prod"));
    await put("prod/kustomization.yaml", kustomization);
    await put("prod/web.yaml", pod());
    await put("prod/printed", pod());
    // What kustomize makes of the patch is what is asked for, or something else.
    const hardened = await into(pod());
    await put("prod/patched", hardened.text);
    await put(
      "prod/behave",
      `case "$(cat "$2/kustomization.yaml")" in *hullproof-patch*) exec cat "$2/patched" ;; esac\n`,
    );
    return PATH;
  };
  const intoProd = (PATH: string, more: { readonly write?: boolean; readonly exact?: boolean } = {}) =>
    emitInto(
      ["profile.json"],
      { to: "kubernetes", into: "prod", write: false, render: "kustomize", ...more },
      contextIn({ env: { PATH } }),
    );

  it("is patched if kustomize then renders the profile", async () => {
    const PATH = await putKustomization();
    const shown = await intoProd(PATH);
    expect(shown.text).toContain("runAsUser: 10001");
    expect(shown.report.files.map(({ name }) => name)).toEqual(["hullproof-patch.yaml", "kustomization.yaml"]);
    expect(await readFile(join(folder, "prod/kustomization.yaml"), "utf8")).toBe(kustomization);
    const { report } = await intoProd(PATH, { write: true });
    expect(report.notes.join()).toContain(
      "is written by prod/hullproof-patch.yaml, which prod/kustomization.yaml names",
    );
    expect(await readFile(join(folder, "prod/hullproof-patch.yaml"), "utf8")).toBe(shown.text);
    expect(await readFile(join(folder, "prod/kustomization.yaml"), "utf8")).toBe(
      `${kustomization}patches:\n  - path: hullproof-patch.yaml\n`,
    );
    expect(await readFile(join(folder, "prod/web.yaml"), "utf8")).toBe(pod());
    // What is rendered now says it.
    const again = await intoProd(PATH, { write: true });
    expect([again.text, again.report.files]).toEqual(["", []]);
    expect(again.report.notes.join()).toContain("says it already");
  });

  it("is unchanged if kustomize renders the patch differently, and with --exact", async () => {
    const PATH = await putKustomization();
    await put("prod/patched", pod());
    await expect(intoProd(PATH, { write: true })).rejects.toThrow(
      /prod is not patched: kustomize makes something else/,
    );
    await put("prod/patched", (await into(pod())).text);
    expect((await intoProd(PATH, { write: true, exact: true })).report.refused).toMatch(/Nothing was written/);
    expect(await readFile(join(folder, "prod/kustomization.yaml"), "utf8")).toBe(kustomization);
  });

  it.each([
    ["a folder of a chart", "chart", /it is a chart/, /Set the same values/],
    ["a file of a chart", "chart/Chart.yaml", /it is a chart/, /Set the same values/],
    ["a template", "chart/templates/web.yaml", /it is a template/, /Set the same values/],
    ["a folder of a kustomization", "kust", /it is a kustomization/, /--render kustomize/],
    ["a kustomization", "kust/kustomization.yaml", /it is a kustomization/, /--render kustomize/],
    ["a folder", "plain", /it is a folder/, /Name the manifest/],
  ])("is refused with an alternative, and not started: %s", async (_, target, message, hint) => {
    for (const one of ["chart/templates", "kust", "plain"]) await mkdir(join(folder, one), { recursive: true });
    await put("chart/Chart.yaml", "name: c\nversion: 1.0.0\n");
    await put("chart/templates/web.yaml", pod("    command: [{{ .Values.x }}]"));
    await put("kust/kustomization.yaml", kustomization);
    await put("profile.json", JSON.stringify(profile));
    const refused = emitInto(["profile.json"], { to: "kubernetes", into: target, write: true }, contextIn());
    await expect(refused).rejects.toThrow(
      expect.objectContaining({ message: expect.stringMatching(message), hint: expect.stringMatching(hint) }),
    );
  });
});
