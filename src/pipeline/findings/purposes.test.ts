// What a file is for in its repository decides how grave its findings are.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compose, document, levels, of } from "../../../test/check/checked-text.ts";
import { drawn } from "../../../test/secrets/drawn.ts";
import { checkFolder } from "./check.ts";

let top: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "hullproof-test-purpose-"));
});
afterEach(() => rmSync(top, { recursive: true }));

const write = (files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, name)), { recursive: true });
    writeFileSync(join(top, name), text);
  }
};
const inFolder = async (folder = ".", cwd = top) => {
  const context = { cwd, today: "2026-12-01", version: "0", env: {}, progress: () => {} };
  return checkFolder(folder, context as never, true);
};
/** Severities of a rule's findings, by the file. */
const bySource = async (rule: string, folder?: string, cwd?: string): Promise<Readonly<Record<string, string>>> => {
  const { checked } = await inFolder(folder, cwd);
  return Object.fromEntries(
    checked.flatMap(({ run }) =>
      run.findings.filter((one) => one.rule === rule).map(({ target, severity }) => [target, severity]),
    ),
  );
};

const old = "FROM node:16\n";
const privileged = "services:\n  a:\n    image: example/a:1\n    privileged: true\n";
const eol = "base-image/end-of-life";
const archived = "# Shop\n\n**This repository has been archived.**\n";

describe("a folder of development or CI", () => {
  it("lowers what is in it, and nothing beside it", async () => {
    write({
      Dockerfile: old,
      "docker/Dockerfile": old,
      "docker/devenv/Dockerfile": old,
      ".devcontainer/Dockerfile": old,
      "Dockerfile.dev": old,
      "ci/compose.yaml": privileged,
      "compose.yaml": privileged,
    });
    expect(await bySource(eol)).toEqual({
      Dockerfile: "error",
      "docker/Dockerfile": "error",
      "docker/devenv/Dockerfile": "warning",
      ".devcontainer/Dockerfile": "warning",
      "Dockerfile.dev": "warning",
    });
    expect(await bySource("capabilities/privileged")).toEqual({
      "ci/compose.yaml": "warning",
      "compose.yaml": "error",
    });
  });

  it("is one in the repository, wherever that is and from whichever folder it is checked", async () => {
    write({ "dev/shop/.git/HEAD": "", "dev/shop/Dockerfile": old, "dev/shop/dev/Dockerfile": old });
    const shop = join(top, "dev/shop");
    expect(await bySource(eol, ".", shop)).toEqual({ Dockerfile: "error", "dev/Dockerfile": "warning" });
    expect(await bySource(eol, shop)).toEqual({
      [join(shop, "Dockerfile")]: "error",
      [join(shop, "dev/Dockerfile")]: "warning",
    });
    expect(await bySource(eol, ".", join(shop, "dev"))).toEqual({ Dockerfile: "warning" });
  });

  it("named develop is a channel beside stable", async () => {
    write({ "images/stable/Dockerfile": old, "images/develop/Dockerfile": old, "docker/develop/Dockerfile": old });
    expect(await bySource(eol)).toEqual({
      "images/stable/Dockerfile": "error",
      "images/develop/Dockerfile": "error",
      "docker/develop/Dockerfile": "warning",
    });
  });

  it("lowers a random value, and not a token of a provider", async () => {
    const at = (file: string, value: string) =>
      levels(document(file, `docker run --rm -e DB_TOKEN=${value} example/web:1\n`), "secrets/in-env-flag");
    const token = drawn("glp{}at-{A:20}");
    expect([at("run.sh", "x7Kq2mZ9vT"), at("ci/run.sh", "x7Kq2mZ9vT"), at("test/run.sh", "x7Kq2mZ9vT")]).toEqual([
      ["error"],
      ["warning"],
      ["warning"],
    ]);
    expect([at("run.sh", token), at("ci/run.sh", token), at("test/run.sh", token)]).toEqual([
      ["error"],
      ["error"],
      ["error"],
    ]);
  });

  it("lowers a key that the project made for itself, and not a login", async () => {
    const key = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n";
    const login = "//registry.example/:_authToken=x7Kq2mZ9vT\n";
    write({
      "devenv/Dockerfile": "FROM scratch\nCOPY self.key /\n",
      "devenv/self.key": key,
      "hack/Dockerfile": "FROM scratch\nCOPY .npmrc /\n",
      "hack/.npmrc": login,
      "app/Dockerfile": "FROM scratch\nCOPY self.key /\n",
      "app/self.key": key,
    });
    expect(await bySource("secrets/copied-from-context")).toEqual({
      "devenv/Dockerfile": "warning",
      "hack/Dockerfile": "error",
      "app/Dockerfile": "error",
    });
  });
});

describe("a project whose README says that nobody works on it", () => {
  it.each([
    ["README.md", archived, "warning"],
    ["README.rst", "Shop\n====\n\nThis repository is no longer maintained.\n", "warning"],
    ["README.md", "# Shop\n\nThis project is actively maintained.\n", "error"],
    ["docs/README.md", archived, "error"],
  ])("is lower by one: %s %j", async (name, text, severity) => {
    write({ Dockerfile: old, "compose.yaml": privileged, [name]: text });
    expect(await bySource(eol)).toEqual({ Dockerfile: severity });
    expect(await bySource("capabilities/privileged")).toEqual({ "compose.yaml": severity });
  });

  it("is lowered once in a folder of tests", async () => {
    write({ "test/Dockerfile": old, "README.md": archived });
    expect(await bySource(eol)).toEqual({ "test/Dockerfile": "warning" });
  });
});

it.each([
  ["testing-host", "warning"],
  ["db-test", "warning"],
  ["contest", "error"],
  ["latest-web", "error"],
])("a service of tests is lower by one, by its name: %s is %s", (name, severity) => {
  const text = `services:\n  ${name}:\n    image: example/a:1\n    privileged: true\n  b:\n    image: example/b:1\n`;
  expect(levels(compose(text), "capabilities/privileged")).toEqual([severity]);
});

describe("a service that is built on an image whose documentation asks for the socket", () => {
  const service = (build: string) =>
    `services:\n  proxy:\n    build: ${build}\n    volumes: ["/var/run/docker.sock:/tmp/docker.sock:ro"]\n`;
  const base = "nginxproxy/nginx-proxy:1.7-alpine";
  it.each<[build: string, path: string, dockerfile: string, severity: string]>([
    ["./proxy", "proxy/Dockerfile", `FROM ${base}\nCOPY a /\n`, "warning"],
    ["{ context: proxy, dockerfile: P }", "proxy/P", `FROM --platform=linux/amd64 ${base}\n`, "warning"],
    ["{ context: ., target: b }", "Dockerfile", `FROM ${base} AS a\nFROM a AS B\nFROM debian:13\n`, "warning"],
    ["{ context: . }", "Dockerfile", `FROM ${base} AS a\nFROM debian:13\nCOPY --from=a / /\n`, "error"],
    [".", "Dockerfile", "FROM example/proxy:1\n", "error"],
    [".", "Dockerfile", "ARG BASE\nFROM $BASE\n", "error"],
    [".", "Dockerfile", "ARG V=1.7\nFROM nginxproxy/nginx-proxy:${V}\n", "warning"],
    ["{ context: ., target: a }", "Dockerfile", `FROM \\\n  ${base} as A\nFROM debian:13\n`, "warning"],
    [`{ dockerfile_inline: "FROM ${base}" }`, "other/Dockerfile", "FROM debian:13\n", "warning"],
    [".", "other/Dockerfile", `FROM ${base}\n`, "error"],
    ["../..", "Dockerfile", `FROM ${base}\n`, "error"],
  ])("is lower by one: %s, %s %j is %s", async (build, path, dockerfile, severity) => {
    write({ "compose.yaml": service(build), [path]: dockerfile, a: "a" });
    expect(await bySource("capabilities/docker-socket")).toEqual({ "compose.yaml": severity });
  });
});

describe("a folder of what no one works on", () => {
  it.each([
    ["_archived/shop/Dockerfile", "warning"],
    ["examples/deprecated/Dockerfile", "warning"],
    ["_archive/Dockerfile", "warning"],
    ["archive/Dockerfile", "error"],
    ["shop/archive-service/Dockerfile", "error"],
    ["undeprecated/Dockerfile", "error"],
    ["deprecated.Dockerfile", "error"],
  ])("is lower by one: %s is %s", async (name, severity) => {
    write({ [name]: old });
    expect(await bySource(eol)).toEqual({ [name]: severity });
  });
});

describe("a Compose file for development", () => {
  const socket = "  proxy:\n    image: example/proxy:1\n    volumes: ['/var/run/docker.sock:/var/run/docker.sock']\n";
  const rule = "capabilities/docker-socket";
  it.each([
    ["services:\n  app:\n    build:\n      context: .\n      target: develop\n    volumes: ['.:/app']\n", "warning"],
    ["services:\n  app:\n    build: .\n    image: example/app:develop\n    volumes: ['.:/app']\n", "warning"],
    [
      "services:\n  app:\n    build:\n      target: dev\n    volumes:\n      - {type: bind, source: ./src, target: /app}\n",
      "warning",
    ],
    ["# For development only\nservices:\n", "warning"],
    ["services:\n  app:\n    build:\n      context: .\n      target: develop\n", "error"],
    ["services:\n  app:\n    build: .\n    volumes: ['.:/app']\n", "error"],
    ["services:\n  app:\n    build:\n      target: runtime\n    volumes: ['.:/app']\n", "error"],
    ["services:\n  app:\n    image: example/app:develop\n    volumes: ['.:/app']\n", "error"],
    ["services:\n  app:\n    build:\n      target: develop\n    volumes: ['/srv/data:/data']\n", "error"],
    ["services:\n", "error"],
  ])("is lower by one: %j is %s", (text, severity) => {
    expect(levels(compose(text + socket), rule)).toEqual([severity]);
  });
});

describe("a Dockerfile that a document shows", () => {
  const elided = "FROM golang:1.25 AS build\n...\nFROM debian:13\n";
  it.each(["docs/Dockerfile", "docs-v2/a/Dockerfile.app", "documentation/x.Dockerfile", "website/content/Dockerfile"])(
    "is not checked where a line is left out: %s",
    async (name) => {
      write({ [name]: elided, Dockerfile: "FROM scratch\n" });
      const { checked, leftOut } = await inFolder();
      expect(checked.flatMap(({ run }) => of({ run } as never, "build/not-a-dockerfile"))).toEqual([]);
      expect(leftOut.notChecked).toEqual([`${name}: it is a part of a Dockerfile, shown by a document`]);
      expect(leftOut.unread).toBeUndefined();
    },
  );
  it.each([
    ["Dockerfile", elided],
    ["docker/Dockerfile", elided],
    ["docs/Dockerfile", "FROM debian:13\nRUNN a\n"],
    ["docs.d.x/Dockerfile", elided],
  ])("is an error elsewhere, or for another word: %s %j", async (name, text) => {
    write({ [name]: text });
    expect(await bySource("build/not-a-dockerfile")).toEqual({ [name]: "error" });
  });
});

describe("a Dockerfile that Docker refuses", () => {
  const refused = async (name: string, target = ".") => {
    write({ [name]: "FROM debian:13\nINVALID a\n", Dockerfile: "FROM scratch\n" });
    const { checked, leftOut } = await inFolder(target);
    const failed = checked.some(({ run }) => run.results.some(({ verdict }) => verdict === "failed"));
    return [failed, leftOut.notChecked ?? []];
  };
  const reason = (name: string): string => `${name}:2: unknown instruction: INVALID`;
  it.each(["testdata/a.Dockerfile", "pkg/fixtures/Dockerfile", "a/tests/bad/Dockerfile", "test/Dockerfile.bad"])(
    "is said and no failure where tests have it: %s",
    async (name) => {
      expect(await refused(name)).toEqual([false, [reason(name)]]);
      expect(await bySource("build/not-a-dockerfile")).toEqual({ [name]: "warning" });
    },
  );
  it.each(["web/Dockerfile", "ci/Dockerfile", "Dockerfile.test", "contest/Dockerfile"])(
    "is a failure elsewhere: %s",
    async (name) => {
      expect(await refused(name)).toEqual([true, []]);
    },
  );
  it("is a failure where a person names it", async () => {
    expect(await refused("test/Dockerfile", "test/Dockerfile")).toEqual([true, []]);
  });
});

describe("a link that leads nowhere", () => {
  const link = (name: string): void => {
    mkdirSync(dirname(join(top, name)), { recursive: true });
    symlinkSync("nothing", join(top, name));
  };
  it.each([".#run.sh", "a/.#README.md", ".#Dockerfile", ".#compose.yaml"])("is an editor's lock: %s", async (name) => {
    write({ Dockerfile: "FROM scratch\n" });
    link(name);
    const { checked, leftOut } = await inFolder();
    expect([checked.map(({ target }) => target.id), leftOut]).toEqual([["Dockerfile"], {}]);
  });
  it.each(["run.sh", "docs/README.md", "Makefile.ps1"])("is skipped where no engine reads it: %s", async (name) => {
    write({ Dockerfile: "FROM scratch\n" });
    link(name);
    const { checked, leftOut } = await inFolder();
    expect(checked.map(({ target }) => target.id)).toEqual(["Dockerfile"]);
    expect(leftOut).toEqual({ notChecked: [`${name}: it is a link that leads nowhere`] });
  });
  it.each(["web/Dockerfile", "compose.yaml", "a.Dockerfile"])(
    "is a failure where an engine reads it: %s",
    async (name) => {
      write({ Dockerfile: "FROM scratch\n" });
      link(name);
      const { checked } = await inFolder();
      const failed = checked.filter(({ run }) => run.results.some(({ verdict }) => verdict === "failed"));
      expect(failed.map(({ target }) => target.id)).toEqual([name]);
    },
  );
});

it("a list of containers in JSON is not what inspect prints", async () => {
  write({
    Dockerfile: "FROM scratch\n",
    "list.json": '[{"Id":"c301","Names":["/a"],"State":"running","HostConfig":{"NetworkMode":"a"}}]',
    "inspect.json": '[{"Id":"c301","State":{"Status":"running"},"Name":1}]',
  });
  const { checked } = await inFolder();
  expect(checked.map(({ target }) => target.id).sort()).toEqual(["Dockerfile", "inspect.json"]);
});
