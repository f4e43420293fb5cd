import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Report } from "../../../domain/report/report.ts";
import type { Context } from "../../context.ts";
import { check } from "../../findings/check.ts";

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-compose-")));
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
/** Rule, file and line of each finding of these rules. */
const found = ({ findings }: Report, ...rules: readonly string[]): string[] =>
  findings
    .filter(({ rule }) => rules.length === 0 || rules.includes(rule))
    .map(({ rule, location }) => `${rule} ${"file" in location ? `${location.file}:${location.startLine}` : "?"}`);
const verdictOf = ({ rules }: Report, rule: string) => rules.find((one) => one.rule === rule);

const web = ["services:", "  web:", "    image: example/web:1.4"];

describe("discovery", () => {
  it("finds files by name and by content, each a separate target except an override", async () => {
    await put("compose.yaml", ...web);
    await put("compose.override.yml", "services:", "  web:", "    privileged: true");
    await put("docker-compose.prod.yml", "services:", "  web:", "    user: root");
    await put("deploy/stack.yml", ...web);
    await put("deploy/services.yaml", "services:", "  App\\Kernel:", "    autowire: true");
    await put("ci.yml", "on: push", "jobs:", "  a:", "    services:", "      db:", "        image: db");
    const report = await checked();
    expect(report.targets.map(({ id, kind, name }) => [id, kind, name])).toEqual([
      ["compose.yaml", "compose", "compose.yaml + compose.override.yml"],
      ["deploy/stack.yml", "compose", "deploy/stack.yml"],
      ["docker-compose.prod.yml", "compose", "docker-compose.prod.yml"],
    ]);
    expect(found(report, "capabilities/privileged")).toEqual(["capabilities/privileged compose.override.yml:3"]);
  });

  it("merges the default override of a named file, and others only with --layers", async () => {
    await put("compose.yaml", ...web, "    read_only: false");
    await put("compose.override.yaml", "services:", "  web:", "    user: root");
    await put("prod.yaml", "services:", "  web:", "    image: example/web:1.5", "    read_only: true");
    const one = await checked(["compose.yaml", "compose.override.yaml"]);
    expect(one.targets).toHaveLength(1);
    expect(found(one, "non-root/root-user-flag")).toEqual(["non-root/root-user-flag compose.override.yaml:3"]);
    const layered = await checked(["compose.yaml", "prod.yaml"], { layers: true });
    expect(layered.targets.map(({ name }) => name)).toEqual(["compose.yaml + prod.yaml"]);
    expect(found(layered, "capabilities/writable-root", "non-root/root-user-flag")).toEqual([]);
    expect((await checked(["compose.yaml", "prod.yaml"])).targets).toHaveLength(2);
  });
});

describe("findings", () => {
  it("locate a value in its own file, through include, extends and anchors", async () => {
    await put("compose.yaml", "include: [db/compose.yaml]", ...web, "    extends: {file: common.yaml, service: base}");
    await put("common.yaml", "services:", "  base:", "    cap_add: [SYS_ADMNI]");
    await put("db/compose.yaml", "services:", "  db:", "    image: example/db:1", "    pid: host");
    const report = await checked(["compose.yaml"]);
    expect(found(report, "capabilities/unknown", "capabilities/host-namespace").sort()).toEqual([
      "capabilities/host-namespace db/compose.yaml:4",
      "capabilities/unknown common.yaml:3",
    ]);
  });

  it("follow the hullproof.yaml of their file", async () => {
    await put(
      "hullproof.yaml",
      "paths:",
      "  - files: compose.override.yaml",
      "    rules: {capabilities/privileged: info}",
    );
    await put("compose.yaml", ...web, "    pid: host");
    await put("compose.override.yaml", "services:", "  web:", "    privileged: true");
    const { findings } = await checked();
    expect(findings.find(({ rule }) => rule === "capabilities/privileged")?.severity).toBe("info");
  });

  it("cover services of profiles, and skip missing settings of a partial service", async () => {
    await put(
      "compose.yaml",
      ...web,
      "  debug:",
      "    image: example/debug:1",
      "    profiles: [debug]",
      "    privileged: true",
    );
    await put("compose.dev.yaml", "services:", "  web:", "    privileged: true");
    const report = await checked();
    expect(found(report, "capabilities/privileged")).toEqual([
      "capabilities/privileged compose.dev.yaml:3",
      "capabilities/privileged compose.yaml:7",
    ]);
    expect(found(report, "limits/no-memory")).toEqual([
      "limits/no-memory compose.yaml:2",
      "limits/no-memory compose.yaml:4",
    ]);
    expect(found(report, "build/compose-refused")).toEqual([]);
  });

  it("include Compose's refusals together with other rules", async () => {
    await put("compose.yaml", ...web, "    privileged: true", "    volumes: [data:/data]");
    const report = await checked();
    expect(found(report, "build/compose-refused", "capabilities/privileged")).toEqual([
      "capabilities/privileged compose.yaml:4",
      "build/compose-refused compose.yaml:5",
    ]);
    expect(report.rules.some(({ verdict }) => verdict === "failed")).toBe(false);
  });

  it("cover services of a file that the schema refuses", async () => {
    await put("compose.yaml", ...web, "    privileged: true", "    no_such_key: 1");
    const report = await checked();
    expect(found(report, "build/compose-refused", "capabilities/privileged")).toEqual([
      "capabilities/privileged compose.yaml:4",
      "build/compose-refused compose.yaml:5",
    ]);
  });

  it("pass no rule for a file without services, with or without that key", async () => {
    await put("compose.yaml", "volumes:", "  data:");
    await put("old/compose.yaml", "web:", "  image: example/web:1", "  privileged: true");
    const report = await checked();
    const of = (rule: string) => report.rules.filter((one) => one.rule === rule).map(({ verdict }) => verdict);
    expect(of("capabilities/privileged")).toEqual(["skipped", "skipped"]);
    expect(found(report, "build/compose-refused")).toEqual(["build/compose-refused old/compose.yaml:2"]);
  });

  it("include a failed merge, and pass no rule then", async () => {
    await put("compose.yaml", "services:", "  web: {image: a", "  db: x");
    const report = await checked(["compose.yaml"]);
    expect(found(report)).toEqual(["build/compose-refused compose.yaml:3"]);
    expect(verdictOf(report, "limits/no-memory")).toMatchObject({ verdict: "skipped" });
    const passed = report.rules.filter(({ verdict }) => verdict === "clean").map(({ rule }) => rule);
    expect(passed).toEqual(["build/expired-ignore", "build/unused-ignore"]);
  });

  it("do not depend on a variable without a value, which is not refused", async () => {
    await put(
      "compose.yaml",
      "services:",
      "  web:",
      "    image: ${IMAGE:?}",
      "    ports: ['${PORT}:80']",
      "    privileged: true",
    );
    const report = await checked();
    expect(found(report, "build/compose-refused", "capabilities/privileged")).toEqual([
      "capabilities/privileged compose.yaml:5",
    ]);
    expect(verdictOf(report, "build/compose-refused")).toMatchObject({
      verdict: "skipped",
      reason: expect.stringContaining("IMAGE") as string,
    });
  });

  it("use values of .env without printing them, but not the process's environment", async () => {
    await put(".env", "CAP=NO_SUCH", "SECRET=hunter2");
    await put(
      "compose.yaml",
      ...web,
      "    cap_add: ['${CAP}']",
      "    user: '${HOME}'",
      "    environment: {DB_PASSWORD: '${SECRET}'}",
    );
    const report = await checked(["."], { env: { HOME: "root", CAP: "KILL" } });
    expect(found(report, "capabilities/unknown", "non-root/root-user-flag", "secrets/in-env-flag")).toEqual([
      "capabilities/unknown compose.yaml:4",
    ]);
    expect(JSON.stringify(report)).not.toMatch(/hunter2|NO_SUCH/);
    await put("other/.env", "PORTS=not-a-port");
    await put("other/compose.yaml", ...web, "    ports: ['${PORTS}:x']");
    const refused = JSON.stringify((await checked(["other/compose.yaml"])).findings);
    expect(refused).toContain("build/compose-refused");
    expect(refused).not.toContain("not-a-port");
  });

  it("skip a file outside the repository", async () => {
    await put("app/compose.yaml", "include: [../../outside.yaml]", ...web);
    await put("app/.git/HEAD", "ref: refs/heads/main");
    await symlink("/etc/passwd", join(folder, "app/common.yaml"));
    await put("app/linked.yaml", ...web, "    extends: {file: common.yaml, service: x}");
    await put(
      "app/remote.yaml",
      "include: ['oci://example.com/a:1']",
      ...web,
      "    extends: {file: 'https://a.example/b.git', service: x}",
    );
    await put("app/part.yaml", "volumes: {}");
    const variables = "include: [{path: part.yaml, env_file: [/etc/passwd, common.yaml, none.env, part.yaml]}]";
    await put("app/variables.yaml", variables, ...web);
    const report = await checked(["app/compose.yaml", "app/linked.yaml", "app/remote.yaml", "app/variables.yaml"]);
    // A service that extends an unread one is not checked for missing settings.
    const lacking = ["limits/no-memory app/compose.yaml:3", "limits/no-memory app/variables.yaml:3"];
    expect(found(report, "limits/no-memory")).toEqual(lacking);
    expect(found(report, "build/compose-refused")).toEqual([]);
    expect(report.notChecked?.map((one) => one.replace(/ .*/s, ""))).toEqual([
      "app/compose.yaml:1:",
      "app/linked.yaml:4:",
      "app/remote.yaml:1:",
      "app/remote.yaml:5:",
      "app/variables.yaml:1:",
      "app/variables.yaml:1:",
    ]);
    expect(JSON.stringify(report)).not.toContain("root:x");
  });
});

describe("suppressions", () => {
  it("of a service apply to its anchors and other files, and to no other service", async () => {
    await put(
      "compose.yaml",
      "x-base: &base",
      "  image: example/base:1",
      "  privileged: true",
      "services:",
      "  disks:",
      "    # hullproof ignore capabilities/privileged: it manages disks",
      "    <<: *base",
      "  other:",
      "    <<: *base",
      "  third: {extends: {file: common.yaml, service: base}}",
    );
    await put("common.yaml", "services:", "  base:", "    image: example/base:1", "    privileged: true");
    await put(
      "hullproof.yaml",
      "ignores:",
      "  - {rule: capabilities/privileged, container: third, reason: known}",
      "  - {rule: limits/no-cpus, container: nobody, reason: none}",
    );
    const report = await checked(["compose.yaml"]);
    const privileged = report.findings.filter(({ rule }) => rule === "capabilities/privileged");
    expect(privileged.map(({ container }) => container)).toEqual(["other"]);
    expect(found(report, "limits/no-cpus")).toHaveLength(3);
  });

  it("apply to a service, to a file, and from hullproof.yaml", async () => {
    await put(
      "compose.yaml",
      "services:",
      "  # hullproof ignore capabilities/privileged: it manages disks",
      "  disks:",
      "    image: example/disks:1",
      "    privileged: true",
      "  other:",
      "    image: example/other:1",
      "    privileged: true",
      "    pid: host # hullproof ignore capabilities/host-namespace: it counts processes",
      "    # hullproof ignore limits/no-cpus until 2026-01-01: too late",
      "# hullproof ignore-file limits/no-pids: the daemon limits them",
    );
    const report = await checked();
    expect(found(report, "capabilities/privileged")).toEqual(["capabilities/privileged compose.yaml:8"]);
    expect(found(report, "capabilities/host-namespace", "limits/no-pids")).toEqual([]);
    expect(found(report, "limits/no-cpus")).toHaveLength(2);
    expect(found(report, "build/expired-ignore")).toEqual(["build/expired-ignore compose.yaml:10"]);
    await put(
      "hullproof.yaml",
      "ignores:",
      "  - rule: capabilities/privileged",
      "    path: compose.yaml",
      "    reason: known",
    );
    expect(found(await checked(), "capabilities/privileged")).toEqual([]);
  });
});

it("ends on hostile texts, without effect on other targets", async () => {
  const bomb = ["a: &a [x,x,x,x,x,x,x,x,x]"];
  for (let at = 0; at < 9; at++) bomb.push(`b${at}: &b${at} [${`*${at === 0 ? "a" : `b${at - 1}`},`.repeat(9)}]`);
  await put("bomb/compose.yaml", ...bomb, ...web);
  await put("deep/compose.yaml", `services: ${"[".repeat(20_000)}`);
  await put("circle/compose.yaml", "include: [compose.yaml]", ...web);
  await put("itself/compose.yaml", ...web, "    extends: web");
  await put("empty/compose.yaml", "");
  await put("list/compose.yaml", "- a");
  await put("good/compose.yaml", ...web, "    privileged: true");
  const report = await checked();
  expect(report.targets).toHaveLength(7);
  expect(report.rules.filter(({ verdict }) => verdict === "failed")).toEqual([]);
  expect(found(report, "capabilities/privileged")).toEqual(["capabilities/privileged good/compose.yaml:4"]);
  expect(found(report, "build/compose-refused").map((one) => one.split(" ")[1]?.split("/")[0])).toEqual([
    "bomb",
    "circle",
    "deep",
    "empty",
    "itself",
    "list",
  ]);
});
