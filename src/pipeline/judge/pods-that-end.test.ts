import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Report } from "../../domain/report/report.ts";
import type { Context } from "../context.ts";
import { check } from "../findings/check.ts";

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-ends-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function checked(file: string, text: string): Promise<Report> {
  await writeFile(join(folder, file), text);
  const context = { cwd: folder, today: "2026-11-28", version: "0", progress: () => {} } as unknown as Context;
  return check([file], context);
}
const verdictOf = ({ rules }: Report, rule: string) => rules.find((one) => one.rule === rule);

const bare = "containers: [{name: a, image: 'example/a:1'}]";
const limited =
  "containers: [{name: a, image: 'example/a:1', resources: {limits: {memory: 64Mi, cpu: 1}}, securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}}]";
const job = (spec: string): string =>
  `apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec:\n  template:\n    spec: {restartPolicy: Never, ${spec}}\n`;
const cron = (spec: string): string =>
  `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec:\n  schedule: "0 0 * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec: {restartPolicy: OnFailure, ${spec}}\n`;
const pod = (policy: string, spec: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {${policy}${spec}}\n`;
const deployment = (spec: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec: {${spec}}\n`;
const rules = [
  "limits/no-memory",
  "limits/no-cpus",
  "capabilities/new-privileges",
  "capabilities/not-dropped",
  "capabilities/writable-root",
];

describe("a pod that runs to completion", () => {
  it.each<[string, (spec: string) => string]>([
    ["a Job", job],
    ["a CronJob", cron],
    ["a Pod that never restarts", (spec) => pod("restartPolicy: Never, ", spec)],
    ["a Pod that restarts on failure", (spec) => pod("restartPolicy: OnFailure, ", spec)],
    ["a Pod", (spec) => pod("", spec)],
    ["a Deployment", deployment],
    [
      "an init container",
      (spec) =>
        deployment(`${limited}, ${spec.replace("containers", "initContainers").replace("name: a,", "name: b,")}`),
    ],
  ])("is evaluated for limits and privileges like others: %s", async (_, text) => {
    const without = await checked("a.yaml", text(bare));
    const within = await checked("a.yaml", text(limited));
    for (const rule of rules) {
      expect([rule, verdictOf(without, rule)?.verdict]).toEqual([rule, "found"]);
      expect([rule, verdictOf(within, rule)?.verdict]).toEqual([rule, "clean"]);
    }
  });

  it("needs no health check, which is skipped with the reason", async () => {
    const report = await checked("a.yaml", job(bare));
    for (const rule of report.rules.filter(({ rule: id }) => /healthcheck|restart-without/.test(id)))
      expect(rule.verdict).not.toBe("found");
  });
});

describe("rules for services by kind", () => {
  it.each<[string, string, string]>([
    ["run.sh", "docker run --rm example/a:1 ls\n", "example/a:1 runs to completion"],
    ["README.md", "    docker run -it --rm example/a:1\n", "example/a:1 runs to completion"],
    [
      "compose.yaml",
      "services:\n  web:\n    image: a:1\n    mem_limit: 1m\n    depends_on: {init: {condition: service_completed_successfully}}\n  init:\n    image: b:1\n",
      "init runs to completion",
    ],
    ["a.container", "[Container]\nImage=docker.io/example/a:1\n[Service]\nType=oneshot\n", "runs to completion"],
  ])("are skipped with that reason in %s", async (file, text, reason) => {
    expect(verdictOf(await checked(file, text), "limits/no-memory")).toMatchObject({
      verdict: "skipped",
      reason: expect.stringContaining(reason) as string,
    });
  });

  it.each<[string, string]>([
    ["run.sh", "docker run -d --memory 64m example/a:1\n"],
    ["compose.yaml", "services:\n  web:\n    image: a:1\n    mem_limit: 1m\n"],
  ])("do not skip others: %s", async (file, text) => {
    expect(verdictOf(await checked(file, text), "limits/no-memory")?.verdict).toBe("clean");
  });

  it("keep their findings unchanged", async () => {
    const report = await checked("run.sh", "docker run --rm a:1 ls\ndocker run -d b:1\n");
    expect(verdictOf(report, "limits/no-memory")?.verdict).toBe("found");
    expect(report.findings.filter(({ rule }) => rule === "limits/no-memory")).toHaveLength(1);
  });
});
