import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Report } from "../../../domain/report/report.ts";
import type { Context } from "../../context.ts";
import { check } from "../../findings/check.ts";

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-projects-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
};
async function checked(files: Readonly<Record<string, string>>, targets: readonly string[] = ["."]): Promise<Report> {
  await put(files);
  const context = { cwd: folder, today: "2026-11-28", version: "0", progress: () => {} } as unknown as Context;
  return check(targets, context);
}
const targetsOf = ({ targets }: Report): string[] =>
  targets.filter(({ kind }) => kind === "compose").map(({ name }) => name);
const found = ({ findings }: Report, rule: string): string[] =>
  findings.flatMap((one) =>
    one.rule === rule
      ? [`${one.target} ${"file" in one.location ? `${one.location.file}:${one.location.startLine}` : "?"}`]
      : [],
  );

const service = (name: string, more = ""): string => `services:\n  ${name}:\n    image: example/${name}:1.4\n${more}`;
const part = (name: string): string => `${service(name)}    networks: [inner]\n    privileged: true\n`;
const root = (include: string): string => `${include}\nnetworks:\n  inner: {}\n${service("web")}`;

describe("a Compose file that another one includes", () => {
  it.each<[string, Record<string, string>, string[]]>([
    ["by its path", { "compose.yaml": root("include: [db.yml]"), "db.yml": part("db") }, ["compose.yaml"]],
    ["in a map", { "compose.yaml": root("include:\n  - path: db.yml"), "db.yml": part("db") }, ["compose.yaml"]],
    [
      "in a list of a map",
      {
        "compose.yaml": root("include:\n  - path: [db.yml, more.yml]"),
        "db.yml": part("db"),
        "more.yml": service("db"),
      },
      ["compose.yaml"],
    ],
    [
      "in another folder",
      { "compose.yaml": root("include: [parts/compose.yaml]"), "parts/compose.yaml": part("db") },
      ["compose.yaml"],
    ],
    [
      "from above",
      { "app/compose.yaml": root("include: [../shared/compose.yml]"), "shared/compose.yml": part("db") },
      ["app/compose.yaml"],
    ],
    [
      "through a variable of .env",
      { ".env": "PART=db\n", "compose.yaml": root("include: ['${PART}.yml']"), "db.yml": part("db") },
      ["compose.yaml"],
    ],
    [
      "through a default",
      { "compose.yaml": root("include: ['${PART:-db}.yml']"), "db.yml": part("db") },
      ["compose.yaml"],
    ],
    [
      "through another",
      {
        "compose.yaml": root("include: [a.yml]"),
        "a.yml": `include: [b/compose.yml]\n${service("a")}`,
        "b/compose.yml": service("db", "    privileged: true\n"),
      },
      ["compose.yaml"],
    ],
    [
      "from two projects",
      {
        "a/compose.yaml": root("include: [../db.yml]"),
        "b/compose.yaml": root("include: [../db.yml]"),
        "db.yml": part("db"),
      },
      ["a/compose.yaml", "b/compose.yaml"],
    ],
    [
      "that the project extends",
      {
        "compose.yaml": "services:\n  web:\n    extends: {file: base.yml, service: db}\n",
        "base.yml": service("db", "    privileged: true\n"),
      },
      ["compose.yaml"],
    ],
  ])("is part of that one, %s", async (_, files, projects) => {
    const report = await checked(files);
    expect(targetsOf(report)).toEqual(projects);
    expect(found(report, "build/compose-refused")).toEqual([]);
    const privileged = found(report, "capabilities/privileged");
    expect(privileged).toHaveLength(1);
    expect(privileged[0]?.startsWith(`${projects[0]} `)).toBe(true);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      "only in a comment",
      { "compose.yaml": `# include: [db.yml]\n${service("web")}`, "db.yml": service("db") },
      ["compose.yaml", "db.yml"],
    ],
    [
      "elsewhere",
      {
        "compose.yaml": `include: [parts/db.yml]\n${service("web")}`,
        "db.yml": service("db"),
        "parts/db.yml": service("x"),
      },
      ["compose.yaml", "db.yml"],
    ],
    [
      "itself",
      { "compose.yaml": `include: [compose.yaml]\n${service("web")}`, "db.yml": service("db") },
      ["compose.yaml", "db.yml"],
    ],
    [
      "in a circle",
      { "a.yml": `include: [b.yml]\n${service("a")}`, "b.yml": `include: [a.yml]\n${service("b")}` },
      ["a.yml"],
    ],
    [
      "through a variable without a value",
      { "compose.yaml": `include: ['\${PART}.yml']\n${service("web")}`, "db.yml": service("db") },
      ["compose.yaml", "db.yml"],
    ],
    [
      "of which only one service is extended",
      {
        "compose.yaml": "services:\n  web:\n    extends: {file: base.yml, service: a}\n",
        "base.yml": `${service("a")}  b:\n    image: example/b:1\n`,
      },
      ["base.yml", "compose.yaml"],
    ],
    [
      "that is a project by its name",
      {
        "compose.yaml": "services:\n  web:\n    extends: {file: b/compose.yaml, service: a}\n",
        "b/compose.yaml": service("a"),
      },
      ["b/compose.yaml", "compose.yaml"],
    ],
  ])("is a separate project, %s", async (_, files, projects) => {
    expect(targetsOf(await checked(files))).toEqual(projects);
  });

  it("is evaluated separately where it is named", async () => {
    const files = { "compose.yaml": root("include: [db.yml]"), "db.yml": part("db") };
    const report = await checked(files, ["db.yml"]);
    expect(targetsOf(report)).toEqual(["db.yml"]);
    expect(found(report, "capabilities/privileged")).toEqual(["db.yml db.yml:5"]);
  });

  it("is evaluated with its including file, whose findings stay", async () => {
    const report = await checked({ "compose.yaml": `include: [db.yml]\n${service("web")}`, "db.yml": part("db") });
    expect(found(report, "build/compose-refused")).toEqual(["compose.yaml db.yml:4"]);
  });
});

describe("an override file of a script", () => {
  const over = "services:\n  web:\n    privileged: true\n";
  it.each<[string, Record<string, string>, string[]]>([
    [
      ".env's list",
      { ".env": "COMPOSE_FILE=compose.yaml:prod.yml\n", "prod.yml": over + "    image: example/web:2\n" },
      ["compose.yaml + prod.yml"],
    ],
    [
      ".env's list with another separator",
      { ".env": 'COMPOSE_FILE="compose.yaml;prod.yml"\n', "prod.yml": over + "    image: example/web:2\n" },
      ["compose.yaml + prod.yml"],
    ],
    [
      "a script",
      { "up.sh": "docker compose -f compose.yaml -f docker-compose.prod.yml up -d\n", "docker-compose.prod.yml": over },
      ["compose.yaml", "compose.yaml + docker-compose.prod.yml"],
    ],
    [
      "a script over two lines",
      {
        "up.sh": "docker compose \\\n  -f compose.yaml \\\n  --file docker-compose.prod.yml up\n",
        "docker-compose.prod.yml": over,
      },
      ["compose.yaml", "compose.yaml + docker-compose.prod.yml"],
    ],
    [
      "docker-compose",
      {
        "up.sh": "docker-compose --file=compose.yaml --file=docker-compose.prod.yml up\n",
        "docker-compose.prod.yml": over,
      },
      ["compose.yaml", "compose.yaml + docker-compose.prod.yml"],
    ],
    [
      "a makefile",
      {
        Makefile: "up:\n\tdocker compose -f compose.yaml -f docker-compose.prod.yml up\n",
        "docker-compose.prod.yml": over,
      },
      ["compose.yaml", "compose.yaml + docker-compose.prod.yml"],
    ],
    [
      "a page",
      {
        "docs/README.md": "Call\n\n    docker compose -f compose.yaml -f docker-compose.prod.yml up\n",
        "docker-compose.prod.yml": over,
      },
      ["compose.yaml", "compose.yaml + docker-compose.prod.yml"],
    ],
    [
      "a variable of CI",
      {
        ".github/workflows/a.yml":
          "on: push\nenv:\n  COMPOSE_FILE: compose.yaml:docker-compose.prod.yml\njobs:\n  a:\n    steps:\n      - run: docker compose up\n",
        "docker-compose.prod.yml": over,
      },
      ["compose.yaml", "compose.yaml + docker-compose.prod.yml"],
    ],
    [
      "an exported variable",
      {
        "up.sh": "export COMPOSE_FILE=compose.yaml:docker-compose.prod.yml\ndocker compose up\n",
        "docker-compose.prod.yml": over,
      },
      ["compose.yaml", "compose.yaml + docker-compose.prod.yml"],
    ],
    [
      "a name of its own project in a folder",
      { "up.sh": "docker compose -f compose.yaml -f ci/compose.yaml up\n", "ci/compose.yaml": over },
      ["ci/compose.yaml", "compose.yaml"].map((name) =>
        name === "ci/compose.yaml" ? "compose.yaml + ci/compose.yaml" : name,
      ),
    ],
  ])("in %s is evaluated on top of its base", async (_, files, projects) => {
    const report = await checked({ "compose.yaml": service("web", "    mem_limit: 64m\n"), ...files });
    expect(targetsOf(report)).toEqual(projects);
    expect(found(report, "build/compose-refused")).toEqual([]);
    expect(found(report, "capabilities/privileged")).toHaveLength(1);
    expect(found(report, "limits/no-memory")).toEqual([]);
    expect(found(report, "limits/no-pids")).toHaveLength(1);
  });

  it("is a project where only it is named, and where the list cannot be resolved", async () => {
    const files = {
      "compose.yaml": service("web"),
      "docker-compose.prod.yml": service("web", "    privileged: true\n"),
    };
    for (const line of [
      "docker compose -f docker-compose.prod.yml up",
      "docker compose -f $A -f docker-compose.prod.yml up",
      "docker compose -f other.yml -f docker-compose.prod.yml up",
    ]) {
      const report = await checked({ ...files, "up.sh": `${line}\n` });
      expect(targetsOf(report)).toEqual(["compose.yaml", "docker-compose.prod.yml"]);
    }
  });
});

describe("an unreferenced part of a project", () => {
  it.each<[string, string]>([
    ["a service without an image", "services:\n  web:\n    privileged: true\n"],
    ["a network", `${service("db")}    networks: [inner]\n`],
    ["a secret", `${service("db")}    secrets: [key]\n`],
  ])("is not refused for a reference that another file defines: %s", async (_, text) => {
    const whole = `${service("web")}networks:\n  inner: {}\nsecrets:\n  key: {file: ./key}\n`;
    const report = await checked({ "suites/compose.yml": whole, "suites/a/compose.yml": text });
    expect(found(report, "build/compose-refused")).toEqual([]);
    expect(
      report.rules.find(({ rule, target }) => rule === "build/compose-refused" && target === "suites/a/compose.yml")
        ?.verdict,
    ).toBe("skipped");
  });
  it.each<[string, string]>([
    ["a service", "services:\n  wbe:\n    privileged: true\n  db: {image: 'a:1'}\n"],
    ["a network", `${service("db")}    networks: [outer]\n`],
    ["a secret", `${service("db")}    secrets: [kye]\n`],
    ["a key", `${service("db")}    imagee: b\n`],
  ])("is refused for a reference that no file defines: %s", async (_, text) => {
    const whole = `${service("web")}networks:\n  inner: {}\n`;
    const report = await checked({ "suites/compose.yml": whole, "suites/a/compose.yml": text });
    expect(found(report, "build/compose-refused")).toHaveLength(1);
  });
});
