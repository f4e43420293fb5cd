// Secrets in plain text of Compose projects: those that an override takes from the container stay in their file, and a dollar that is written as two is a dollar.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Report } from "../../src/domain/report/report.ts";
import { check } from "../../src/pipeline/findings/check.ts";
import type { Context } from "../../src/pipeline/context.ts";
import { cli } from "../cli/run-cli.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-secrets-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const rules = new Set(["secrets/in-env-flag", "secrets/connection-string", "capabilities/open-data-port"]);

async function put(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

async function checked(targets: readonly string[], more: Partial<Context> = {}): Promise<Report["findings"]> {
  const context = { cwd: folder, today: "2026-11-28", version: "0", progress: () => {}, ...more } as unknown as Context;
  return (await check(targets, context)).findings.filter(({ rule }) => rules.has(rule));
}

/** `compose.yaml:4` for each secret that is found. */
async function found(
  files: Readonly<Record<string, string>>,
  targets: readonly string[],
  more: Partial<Context> = {},
): Promise<string[]> {
  await put(files);
  return (await checked(targets, more))
    .map(({ location }) => ("file" in location ? `${location.file}:${location.startLine}` : "?"))
    .toSorted();
}

/** The file after the fixes of these rules. */
async function fixed(text: string): Promise<string> {
  await put({ "compose.yaml": text });
  const only = [...rules].flatMap((rule) => ["--rule", rule]);
  await cli(["fix", "--suggested", ...only, "--write", "compose.yaml"], { cwd: folder });
  return readFile(join(folder, "compose.yaml"), "utf8");
}

const service = (...env: readonly string[]): string =>
  [
    "services:",
    "  web:",
    "    image: example/web:1.4",
    "    environment:",
    ...env.map((one) => `      ${one}`),
    "",
  ].join("\n");
const over = (env: string): string => `services:\n  web:\n    environment: ${env}\n`;

describe("a secret of the base", () => {
  it.each<[string, string, string]>([
    ["another value", "DB_PASSWORD: tr0ub4dor", "{ DB_PASSWORD: other }"],
    ["a variable", "DB_PASSWORD: tr0ub4dor", '{ DB_PASSWORD: "${DB_PASSWORD:?set DB_PASSWORD}" }'],
    ["the caller's", "DB_PASSWORD: tr0ub4dor", "{ DB_PASSWORD: }"],
    ["!reset of it", "DB_PASSWORD: tr0ub4dor", "{ DB_PASSWORD: !reset null }"],
    ["!reset of all", "DB_PASSWORD: tr0ub4dor", "!reset {}"],
    ["!override of all", "- DB_PASSWORD=tr0ub4dor", "!override [TZ=UTC]"],
    ["an address", "DB: postgres://u:tr0ub4dor@db/x", "{ DB: x }"],
  ])("is reported where it stands, once, under %s", async (_, base, env) => {
    const files = { "compose.yaml": service(base), "compose.override.yaml": over(env) };
    const places = await found(files, ["."]);
    expect(places.filter((one) => one.startsWith("compose.yaml"))).toEqual(["compose.yaml:5"]);
  });

  it("is reported once where nothing overrides it", async () => {
    const files = { "compose.yaml": service("DB_PASSWORD: tr0ub4dor"), "compose.override.yaml": over("{ TZ: UTC }") };
    expect(await found(files, ["."])).toEqual(["compose.yaml:5"]);
  });

  it("is reported of layers, and of what is extended and included", async () => {
    await put({ "a.yaml": service("DB_PASSWORD: tr0ub4dor"), "b.yaml": over("{ DB_PASSWORD: !reset null }") });
    expect(await found({}, ["a.yaml", "b.yaml"], { layers: true })).toEqual(["a.yaml:5"]);
    const project =
      'include: [in/one.yaml]\nservices:\n  app:\n    extends: {file: base.yaml, service: web}\n    environment: {DB_PASSWORD: "${A}"}\n';
    const files = {
      "p/compose.yaml": project,
      "p/base.yaml": service("DB_PASSWORD: tr0ub4dor"),
      "p/in/one.yaml": service("API_TOKEN: tr0ub4dor").replace("web:", "in:"),
    };
    expect(await found(files, ["p/compose.yaml"])).toEqual(["p/base.yaml:5", "p/in/one.yaml:5"]);
  });
});

describe("a dollar that is written as two", () => {
  it.each<[string, number]>([
    ["DB_PASSWORD: tr0ub$$4dor", 1],
    ["DB_PASSWORD: '$$ecr3t99'", 1],
    ["- DB_PASSWORD=tr0ub$$4dor", 1],
    ["DB: postgres://u:tr0$$ub4dor@db/x", 1],
    ["DB_PASSWORD: $$DB_PASSWORD", 0],
    ["DB_PASSWORD: $${DB_PASSWORD}", 0],
    ["DB_PASSWORD: a$$b${X}c", 0],
    ["DB_PASSWORD: ${X}", 0],
  ])("%s: %i", async (env, count) => {
    expect(await found({ "compose.yaml": service(env) }, ["compose.yaml"])).toHaveLength(count);
  });

  it("stays as it is where a fix is made beside it, and is taken whole by its own", async () => {
    expect(await fixed(service("DB_PASSWORD: tr0ub$$4dor", "PRICE: 5$$"))).toBe(
      service('DB_PASSWORD: "${DB_PASSWORD:?set DB_PASSWORD}"', "PRICE: 5$$"),
    );
    expect(await fixed(service("- DB_PASSWORD=tr0ub$$4dor"))).toContain("DB_PASSWORD=${DB_PASSWORD:?set DB_PASSWORD}");
  });
});

describe("a port in the long form", () => {
  const ports = (...lines: readonly string[]): string =>
    ["services:", "  db:", "    image: example/db:1", "    ports:", ...lines.map((one) => `      ${one}`), ""].join(
      "\n",
    );
  it.each<[string, readonly string[], readonly string[]]>([
    [
      "a block",
      ["- target: 5432", '  published: "5432" # ours'],
      ["- target: 5432", '  published: "5432" # ours', '  host_ip: "127.0.0.1"'],
    ],
    [
      "one line",
      ['- {target: 5432, published: "5432"}'],
      ['- {target: 5432, published: "5432", host_ip: "127.0.0.1"}'],
    ],
    [
      "an address",
      ["- target: 5432", "  published: 5432", "  host_ip: 0.0.0.0"],
      ["- target: 5432", "  published: 5432", "  host_ip: 127.0.0.1"],
    ],
    ["the short form", ["- 0.0.0.0:5432:5432"], ['- "127.0.0.1:5432:5432"']],
  ])("stays in its form: %s", async (_, before, after) => {
    const plain = (text: string): string => text.replaceAll(/"(?=127)|(?<=\.1)"/g, "");
    expect(plain(await fixed(ports(...before)))).toBe(plain(ports(...after)));
  });

  it("is proposed in its form where it can't be edited", async () => {
    const aliased = 'x-p: &p {target: 5432, published: "5432"}\nservices: {db: {image: "e/d:1", ports: [*p]}}\n';
    await put({ "compose.yaml": aliased });
    const [one] = await checked(["compose.yaml"]);
    expect(one?.notFixed?.reason).toContain("write host_ip: 127.0.0.1 there by hand");
  });
});
