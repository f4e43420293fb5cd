import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Report } from "../../domain/report/report.ts";
import type { Context } from "../context.ts";
import { check } from "../findings/check.ts";
import { checkedVersions } from "./checked-versions.ts";

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-manifests-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = async (path: string, ...lines: readonly string[]): Promise<void> => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), `${lines.join("\n")}\n`);
};
async function checked(targets: readonly string[] = ["."], more: Partial<Context> = {}): Promise<Report> {
  const context = { cwd: folder, today: "2026-11-28", version: "0", progress: () => {}, ...more } as unknown as Context;
  return check(targets, context);
}
const found = ({ findings }: Report, ...rules: readonly string[]): string[] =>
  findings
    .filter(({ rule }) => rules.length === 0 || rules.includes(rule))
    .map(({ rule, location }) => `${rule} ${"file" in location ? `${location.file}:${location.startLine}` : "?"}`);
const verdictOf = ({ rules }: Report, rule: string) => rules.find((one) => one.rule === rule);

const pod = (name: string, ...spec: readonly string[]): readonly string[] => [
  "apiVersion: v1",
  "kind: Pod",
  "metadata:",
  `  name: ${name}`,
  "spec:",
  ...spec,
  "  containers:",
  `    - name: ${name}`,
  "      image: example/web:1.4",
];

describe("discovery", () => {
  it("finds possible pods by content, and skips files to render with the command", async () => {
    await put("deploy/web.yaml", ...pod("web"));
    await put(
      "deploy/list.yml",
      "apiVersion: v1",
      "kind: List",
      "items:",
      "- {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: b}]}}",
    );
    await put("deploy/service.yaml", "apiVersion: v1", "kind: Service", "metadata: {name: web}");
    await put("kustomize/kustomization.yaml", "resources: [../deploy/web.yaml]");
    await put("chart/Chart.yaml", "apiVersion: v2", "name: chart");
    await put(
      "chart/templates/web.yaml",
      ...pod("web").map((line) => line.replace("example/web:1.4", "{{ .Values.image }}")),
    );
    const report = await checked();
    expect(report.targets.map(({ id, kind }) => `${kind} ${id}`)).toEqual([
      "kubernetes deploy/list.yml",
      "kubernetes deploy/web.yaml",
    ]);
    const passed = report.notChecked?.join("\n") ?? "";
    expect(passed).toContain("kustomize/kustomization.yaml: it is a kustomization; --render kustomize");
    expect(passed).toContain("chart/Chart.yaml: it is a chart; --render helm");
    expect(passed).toContain("chart/templates/web.yaml");
  });

  it("reads a named JSON file, and does not call one without a pod clean", async () => {
    await put(
      "web.json",
      '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"hostPID":true,"containers":[{"name":"a","image":"b:1"}]}}',
    );
    expect(found(await checked(["web.json"]), "capabilities/host-namespace")).toHaveLength(1);
    await put("service.yaml", "apiVersion: v1", "kind: Service", "metadata: {name: web}");
    const report = await checked(["service.yaml"]);
    expect(verdictOf(report, "capabilities/privileged")).toMatchObject({ verdict: "skipped" });
    expect(verdictOf(report, "capabilities/host-path")).toMatchObject({ verdict: "skipped" });
    await put("kustomization.yaml", "resources: [a.yaml]");
    await expect(checked(["kustomization.yaml"])).rejects.toThrow(/--render kustomize/);
    await put("t.yaml", ...pod("web"), "{{- if .Values.x }}", "{{- end }}");
    await expect(checked(["t.yaml"])).rejects.toThrow(/--render helm/);
  });
});

describe("findings", () => {
  it("of rules on containers and pods appear once per location", async () => {
    await put(
      "web.yaml",
      ...pod("web", "  hostNetwork: true", "  initContainers: [{name: a, image: example/a:1}]"),
      "      securityContext: {privileged: true}",
      "---",
      ...pod("db", "  hostUsers: false"),
    );
    const report = await checked();
    expect(found(report, "capabilities/host-namespace", "capabilities/privileged")).toEqual([
      "capabilities/host-namespace web.yaml:6",
      "capabilities/privileged web.yaml:11",
    ]);
    const [privileged] = report.findings.filter(({ rule }) => rule === "capabilities/privileged");
    expect(privileged?.also).toContain("trivy/KSV-0017");
    expect(privileged?.also).not.toContain("cis-docker/5.5");
    expect(found(report, "non-root/pod-may-be-root")).toEqual([
      "non-root/pod-may-be-root web.yaml:7",
      "non-root/pod-may-be-root web.yaml:9",
    ]);
    expect(verdictOf(report, "limits/no-pids")).toBeUndefined();
  });

  it("follow the requested version", async () => {
    await put(
      "web.yaml",
      ...pod("web", "  hostUsers: false"),
      "      livenessProbe: {httpGet: {port: 80, host: 10.0.0.1}}",
    );
    const of = async (version: string) =>
      found(
        await checked(["."], checkedVersions({ kubernetes: version })),
        "capabilities/probe-host",
        "non-root/pod-may-be-root",
      );
    expect(await of("1.33")).toEqual(["non-root/pod-may-be-root web.yaml:8"]);
    expect(await of("v1.34.2")).toEqual(["non-root/pod-may-be-root web.yaml:8", "capabilities/probe-host web.yaml:10"]);
    expect(await of("1.35")).toEqual(["capabilities/probe-host web.yaml:10"]);
    expect(() => checkedVersions({ kubernetes: "latest" })).toThrow(/not a version/);
    expect(() => checkedVersions({ kubernetes: "1.19" })).toThrow(/too old/);
  });

  it("include Kubernetes' refusals together with other rules", async () => {
    await put(
      "web.yaml",
      ...pod("web"),
      "      securityContex: {}",
      "---",
      "a: [",
      "---",
      ...pod("db", "  hostPID: on"),
      "      env: [{name: A, value: yes}]",
    );
    const report = await checked();
    expect(found(report, "build/manifest-refused")).toHaveLength(3);
    expect(found(report, "capabilities/host-namespace")).toHaveLength(1);
    expect(report.rules.filter(({ verdict }) => verdict === "failed")).toEqual([]);
  });

  it("appear once per cause, in Kubernetes' terms, without fixes that a manifest cannot take", async () => {
    await put(
      "web.yaml",
      ...pod("web"),
      "      securityContext: {capabilities: {add: [SYS_TIME, NET_RAW]}}",
      "      env: [{name: DB_PASSWORD, value: Tr0ub4dor-and-3}]",
      "  volumes: [{name: logs, hostPath: {path: /var/log/web}}]",
    );
    const report = await checked();
    const of = (rule: string) => report.findings.filter((one) => one.rule === rule);
    expect(of("capabilities/dangerous-capability").map(({ message }) => message)).toEqual([
      expect.stringMatching(/^`capabilities\.add: SYS_TIME`/),
    ]);
    expect(of("capabilities/pod-capability").map(({ message }) => message)).toEqual([
      expect.stringContaining("NET_RAW"),
    ]);
    expect(of("capabilities/host-path")).toHaveLength(1);
    expect(of("capabilities/pod-volume-type")).toEqual([]);
    const [secret] = of("secrets/in-env-flag");
    expect(secret?.message).toContain("kubectl get pod");
    expect(secret).not.toHaveProperty("fix");
    expect(JSON.stringify(report)).not.toContain("Tr0ub4dor-and-3");
  });

  it("cover the settings of a patch, not those that it leaves to its base", async () => {
    await put(
      "patch.yaml",
      "apiVersion: apps/v1",
      "kind: Deployment",
      "metadata: {name: web}",
      "spec:",
      "  template:",
      "    spec:",
      "      containers:",
      "        - name: web",
      "          securityContext: {privileged: true}",
    );
    const report = await checked();
    expect(found(report)).toEqual(["capabilities/privileged patch.yaml:9"]);
  });
});

it("are suppressed for a container, an object or a file", async () => {
  const two = (comment: string, above: string): readonly string[] => [
    above,
    ...pod("web"),
    "      securityContext: {privileged: true}",
    comment,
    "    - name: side",
    "      image: example/side:1",
    "      securityContext: {privileged: true}",
    "---",
    ...pod("db"),
    "      securityContext: {privileged: true}",
  ];
  const at = async () => found(await checked(), "capabilities/privileged").map((one) => Number(one.split(":")[1]));
  await put("web.yaml", ...two("", ""));
  expect(await at()).toEqual([10, 14, 24]);
  await put("web.yaml", ...two("    # hullproof ignore capabilities/privileged: it manages disks", ""));
  expect(await at()).toEqual([10, 24]);
  await put("web.yaml", ...two("", "# hullproof ignore capabilities/privileged: both"));
  expect(await at()).toEqual([24]);
  await put("web.yaml", ...two("", "# hullproof ignore-file capabilities/privileged: all"));
  expect(await at()).toEqual([]);
});
