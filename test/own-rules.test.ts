// `policy.rules` of hullproof.yaml: demands of a user's own, each a rule with an id, a severity and a message.
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Report } from "../src/domain/report/report.ts";
import { check } from "../src/pipeline/findings/check.ts";
import type { Context } from "../src/pipeline/context.ts";

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-own-rules-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = (path: string, text: string): Promise<void> => writeFile(join(folder, path), text);
function checked(targets: readonly string[] = ["."], more: Partial<Context> = {}): Promise<Report> {
  const context = { cwd: folder, today: "2026-11-28", version: "0", progress: () => {}, ...more } as unknown as Context;
  return check(targets, context);
}
const found = ({ findings }: Report, rule: string): string[] =>
  findings
    .filter((one) => one.rule === rule)
    .map(({ severity, message, location }) => `${severity} ${"file" in location ? location.file : "?"}: ${message}`);
const policy = (...rules: readonly string[]): string =>
  `policy:\n  rules:\n${rules.map((one) => `    - ${one}\n`).join("")}`;

const limits = "{id: limits/ours, severity: warning, message: Ask the platform team, limits: [memory, pids]}";
const registries =
  "{id: base-image/ours, message: Use our registry, registries: [registry.example, docker.io/library]}";
const grants =
  '{id: capabilities/ours, severity: info, message: Not here, forbidCapabilities: [CAP_NET_ADMIN], forbidMounts: ["/etc*", "*/docker.sock"]}';

describe("rules of a user's own", () => {
  it("speak of services in every dialect, in their own words and severity", async () => {
    await put("hullproof.yaml", policy(limits, registries, grants));
    await put(
      "compose.yaml",
      'services:\n  web:\n    image: quay.io/x/web:1\n    pids_limit: 5\n    cap_add: [net_admin]\n    volumes: ["/etc/:/host", "/var/run/docker.sock:/s"]\n',
    );
    await put(
      "pod.yaml",
      "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - {name: web, image: nginx:1}\n",
    );
    await put(
      "web.container",
      "[Container]\nImage=registry.example/web:1\nPodmanArgs=--memory=64m\nAddCapability=ALL\n",
    );
    await put("run.sh", "docker run -d --memory 64m --pids-limit 5 ghcr.io/x/y:1\n");
    const report = await checked();
    expect(found(report, "limits/ours").toSorted()).toEqual([
      "warning compose.yaml: Ask the platform team (web has no limit of memory)",
      "warning pod.yaml: Ask the platform team (web has no limit of memory)",
      "warning web.container: Ask the platform team (web has no limit of pids)",
    ]);
    expect(found(report, "base-image/ours").toSorted()).toEqual([
      "error compose.yaml: Use our registry (the image comes from quay.io)",
      "error run.sh: Use our registry (the image comes from ghcr.io)",
    ]);
    expect(found(report, "capabilities/ours").toSorted()).toEqual([
      "info compose.yaml: Not here (it adds NET_ADMIN)",
      "info compose.yaml: Not here (it mounts /etc)",
      "info compose.yaml: Not here (it mounts /var/run/docker.sock)",
      "info web.container: Not here (it adds ALL)",
    ]);
    expect(report.aboutRules?.find(({ rule }) => rule === "limits/ours")).toMatchObject({
      title: "Ask the platform team",
    });
    expect(report.rules.filter(({ verdict }) => verdict === "failed")).toEqual([]);
  });

  it("ask for labels where each dialect has them, and not where a file may add them", async () => {
    await put(
      "hullproof.yaml",
      policy("{id: build/labels, message: Say whose it is, labels: [team, example.com/cost]}"),
    );
    const web = (labels: string): string => `  web:\n    image: x:1\n    ${labels}\n`;
    await put("compose.yaml", `services:\n${web('labels: ["team=a", "example.com/cost"]')}`);
    await put("compose-map.yaml", `services:\n${web("labels: {team: a}")}`);
    await put("compose-file.yaml", `services:\n${web("label_file: labels.env")}`);
    await put("compose-none.yaml", `services:\n${web("deploy: {labels: {team: a}}")}`);
    const pod = (meta: string): string =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, labels: {team: a}}\nspec:\n  template:\n    metadata: {${meta}}\n    spec: {containers: [{name: web, image: "x:1"}]}\n`;
    await put("pod.yaml", pod("labels: {team: a, example.com/cost: b}"));
    await put("pod-none.yaml", pod(""));
    await put("web.container", '[Container]\nImage=x:1\nLabel=team=a "example.com/cost=b"\n');
    await put("some.container", "[Container]\nImage=x:1\nLabel=team=a\n");
    await put(
      "run.sh",
      "docker run -d -l team=a --label example.com/cost=b x:1\ndocker run -d x:2\ndocker run --rm x:3\ndocker run -d --label-file f x:4\n",
    );
    expect(found(await checked(), "build/labels").toSorted()).toEqual([
      "error compose-map.yaml: Say whose it is (web has no label example.com/cost)",
      "error compose-none.yaml: Say whose it is (web has no label team, example.com/cost)",
      "error pod-none.yaml: Say whose it is (web has no label team, example.com/cost)",
      "error run.sh: Say whose it is (x:2 has no label team, example.com/cost)",
      "error some.container: Say whose it is (some has no label example.com/cost)",
    ]);
  });

  it("are set, ignored and suppressed by their id, as all others", async () => {
    await put("compose.yaml", "services:\n  web:\n    image: x:1\n");
    await put("hullproof.yaml", `${policy(limits)}rules: {limits/ours: error}\n`);
    expect(found(await checked(), "limits/ours")[0]).toMatch(/^error/);
    await put("hullproof.yaml", `${policy(limits)}ignores: [{rule: limits/ours, reason: later}]\n`);
    expect(found(await checked(), "limits/ours")).toEqual([]);
    await put("hullproof.yaml", policy(limits));
    await put("compose.yaml", "services:\n  web: # hullproof ignore limits/ours: later\n    image: x:1\n");
    expect(found(await checked(), "limits/ours")).toEqual([]);
  });

  it("of a central file hold whatever a repository's own file says", async () => {
    await put("central.yaml", `${policy(limits)}  enforce: [limits/ours]\n`);
    await put("hullproof.yaml", "rules: {limits/*: off}\nignores: [{rule: limits/no-memory, reason: no}]\n");
    await put("compose.yaml", "services:\n  web: # hullproof ignore limits/ours: no\n    image: x:1\n");
    expect(found(await checked(["."], { configFile: "central.yaml" }), "limits/ours")).toHaveLength(2);
  });

  it.each([
    ["{id: limits/no-memory, message: x, limits: [memory]}", /is a rule of hullproof/],
    ["{id: ours, message: x, limits: [memory]}", /a chapter and a name/],
    ["{id: limits/__proto__, message: x, limits: [memory]}", /a chapter and a name/],
    ["{id: limits/a, message: x}", /demands nothing/],
    ["{id: limits/a, message: x, limits: []}", /hullproof.yaml/],
    ["{id: limits/a, message: x, labels: []}", /hullproof.yaml/],
    ["{id: limits/a, message: x, limits: [disk]}", /hullproof.yaml/],
    ["{id: limits/a, limits: [memory]}", /message/],
    ["{id: limits/a, message: x, regex: .*}", /no such key/],
  ])("%s is refused", async (rule, problem) => {
    await put("hullproof.yaml", policy(rule));
    await put("compose.yaml", "services:\n  web:\n    image: x:1\n");
    await expect(checked()).rejects.toThrow(problem);
  });

  it("an id is there once", async () => {
    await put("hullproof.yaml", policy(limits, limits));
    await put("compose.yaml", "services:\n  web:\n    image: x:1\n");
    await expect(checked()).rejects.toThrow(/twice/);
  });
});
