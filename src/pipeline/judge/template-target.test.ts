import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Report } from "../../domain/report/report.ts";
import type { Context } from "../context.ts";
import { check } from "../findings/check.ts";

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-templates-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function checked(path: string, text: string, target = "."): Promise<Report> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
  const context = { cwd: folder, today: "2026-11-28", version: "0", progress: () => {} } as unknown as Context;
  return check([target], context);
}

const templates: readonly (readonly [what: string, path: string, text: string])[] = [
  ["Jinja's directives", "Dockerfile", "FROM debian:13\n{% if x %}\nRUN a\n{% endif %}\n"],
  ["Jinja's directives without blanks", "Dockerfile", "FROM debian:13\n{%- if x -%}\nRUN a\n{%- endif %}\n"],
  [
    "a cookiecutter's image",
    "{{cookiecutter.slug}}/Dockerfile",
    "FROM postgres:{{ cookiecutter.version }}\nCOPY a b\n",
  ],
  ["ERB", "Dockerfile", "FROM debian:13\n<% if x %>\nRUN a\n<% end %>\n"],
  ["ERB's values", "Dockerfile", "<%= base %>\nRUN a\n"],
  ["Go's actions", "Dockerfile", "{{- if .Dev }}\nFROM debian:13\n{{- end }}\nRUN a\n"],
  ["Go's values", "app.Dockerfile", "FROM debian:13\n{{ .Extra }}\n"],
  ["envsubst", "Dockerfile", "FROM debian:13\n${EXTRA}\nRUN a\n"],
  ["marks between percent signs", "Dockerfile", "FROM debian:13\n%%INSTALL%%\n"],
  ["marks between at signs", "Dockerfile", "FROM debian:13\n@INSTALL@\n"],
  ["marks between angles", "Dockerfile", "FROM debian:13\nRUN a <<version>> && b\n"],
  ["an image that a script fills in", "Dockerfile", "FROM REPLACE-ME AS build\nRUN a\n"],
  ["an image with an underscore", "build/app.Dockerfile", "FROM BASE_IMAGE\nRUN a\n"],
  ["an image in one word", "images/ceph/Dockerfile", "FROM BASEIMAGE\nRUN a\n"],
  ["an image of a placeholder with a tag", "Dockerfile", "FROM IMAGE:1.2 AS x\nRUN a\n"],
  ["Maven's properties", "docker/Dockerfile", "FROM ${docker.repo}/base:${debian.codename}\nRUN a\n"],
  ["Maven's property in ENV", "docker/Dockerfile", "FROM debian:13\nENV HOME=/home/${pkg.user}\n"],
  ["a name", "Dockerfile.runtime_template", "FROM debian:13\nRUM a\n"],
  ["a folder", "eng/dockerfile-templates/Dockerfile.envs", "ENV A=1\n"],
  ["a name with an ending", "Dockerfile.tmpl", "FROM Debian\nRUN a\n"],
  ["many directives", "Dockerfile", `FROM debian:13\n${"{% if x %}\nRUN a\n{% endif %}\n".repeat(20)}`],
  [
    "Jinja in a Compose file",
    "docker-compose.yml",
    "services:\n  web:\n    image: a:1\n{% if x %}\n    user: b\n{% endif %}\n",
  ],
  ["Jinja's keys in a Compose file", "compose.yaml", "services:\n  {{ name }}_web:\n    image: a:1\n"],
  ["a value in a Compose file", "compose.yaml", "services:\n  web:\n    image: a:1\n    ports: {{ ports }}\n"],
  ["ERB in a Compose file", "compose.yaml", "services:\n<% for x in y %>\n  web:\n    image: a:1\n<% end %>\n"],
  ["Go in a Compose file", "compose.yaml", "services:\n  web:\n    image: a:1\n{{ if .X }}\n    user: b\n{{ end }}\n"],
  [
    "envsubst's number in a manifest",
    "deploy.yaml",
    "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${APP}\nspec:\n  replicas: ${REPLICAS}\n  template: { spec: { containers: [{ name: a, image: a }] } }\n",
  ],
  [
    "envsubst's number with a default",
    "deploy.yaml",
    "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${APP}\nspec:\n  replicas: ${REPLICAS:-2}\n  template: { spec: { containers: [{ name: a, image: a }] } }\n",
  ],
  [
    "envsubst's number without braces",
    "deploy.yaml",
    "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${APP}\nspec:\n  replicas: $REPLICAS\n  template: { spec: { containers: [{ name: a, image: a }] } }\n",
  ],
  [
    "envsubst's quantity",
    "pod.yaml",
    "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: a\n      image: $IMAGE\n      resources: { limits: { memory: '${MEMORY}Mi' } }\n",
  ],
  [
    "envsubst's map",
    "pod.yaml",
    "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: a\n      image: $IMAGE\n      resources: ${RESOURCES}\n",
  ],
  [
    "envsubst's line in a manifest",
    "pod.yaml",
    "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  ${EXTRA}\n  containers:\n    - name: a\n      image: $IMAGE\n",
  ],
  [
    "Jinja's values in a manifest",
    "pod.yaml",
    "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: a\n      image: $IMAGE\n      ports: {{ ports }}\n",
  ],
  ["the first part of a file", "start.yml", "services:\n  a:\n    image: a:1\n    environment:\n      # more\n"],
];

describe("an invalid template", () => {
  it.each(templates)("for %s is not checked, which is reported once", async (_, path, text) => {
    const report = await checked(path, text);
    expect(report.findings).toEqual([]);
    expect(report.unread ?? []).toEqual([]);
    expect(report.notChecked).toHaveLength(1);
    expect(report.notChecked?.[0]).toContain("it is a template");
    expect(new Set(report.rules.map(({ verdict }) => verdict))).toEqual(new Set(["skipped"]));
  });

  it.each(templates)("for %s does not pass where the user named it", async (_, path, text) => {
    const report = await checked(path, text, path);
    expect(report.findings).toEqual([]);
    expect(report.unread).toEqual([{ path, reason: expect.stringContaining("template") as string }]);
  });

  it.each<[string, string, string, string]>([
    ["a misspelled instruction", "Dockerfile", "FROM debian:13\nRUM a\n", "not-a-dockerfile"],
    ["one with marks behind it", "Dockerfile", "FROM debian:13\nRUM echo {{ x }}\n", "not-a-dockerfile"],
    [
      "one beside a line with marks",
      "Dockerfile",
      "FROM debian:13\nRUN docker inspect -f '{{ .Id }}' a\nRUM b\n",
      "not-a-dockerfile",
    ],
    ["marks in a comment", "Dockerfile", "FROM debian:13\n# {{ x }}\nRUM b\n", "not-a-dockerfile"],
    ["an image in capitals", "Dockerfile", "FROM DEBIAN\nRUN a\n", "not-a-dockerfile"],
    ["a heredoc that stays open", "Dockerfile", "FROM debian:13\nRUN cat <<EOF\na\n", "not-a-dockerfile"],
    ["an empty FROM", "Dockerfile", "FROM\nRUN a\n", "not-a-dockerfile"],
    ["YAML that is wrong", "compose.yaml", "services:\n  web:\n    image: a:1\n   user: b\n", "compose-refused"],
    [
      "a format of a log",
      "compose.yaml",
      "services:\n  web:\n    image: a:1\n    x: 1\n    y: 2\n    logging:\n      options:\n        tag: '{{.Name}}'\n",
      "compose-refused",
    ],
    [
      "a value that is missing",
      "compose.yaml",
      "services:\n  a:\n    image: a:1\n    environment:\n",
      "compose-refused",
    ],
    ["a value elsewhere", "start.yml", "services:\n  a:\n    environment:\n    image: [a]\n", "compose-refused"],
    ["an unknown network", "compose.yaml", "services:\n  web:\n    image: a:1\n    networks: [b]\n", "compose-refused"],
  ])("is not assumed for %s", async (_, path, text, rule) => {
    const report = await checked(path, text);
    expect(report.findings.map((one) => one.rule)).toContain(`build/${rule}`);
  });

  it("is evaluated where it is valid", async () => {
    const report = await checked("Dockerfile", "FROM debian:13\nRUN docker inspect -f '{{ .Id }}' a\n");
    expect(report.findings.map((one) => one.rule)).toContain("non-root/no-user");
  });
});

describe("a manifest", () => {
  const object = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n";
  const pod = "  containers: [{name: a, image: 'a:1'}]\n";
  it.each([
    `${object}{% if x %}\n${pod}{% endif %}\n`,
    `${object}<% if x %>\n${pod}<% end %>\n`,
    `${object}%%PODS%%\n${pod}`,
    `${object}@PODS@\n${pod}`,
    `${object}{{ pods }}: [\n${pod}`,
  ])("is not refused as a template: %j", async (text) => {
    expect((await checked("a.yaml", text)).findings).toEqual([]);
  });
  it.each([`${object}${pod}   x: y\n`, `${object}  containers: [\n`])("is refused otherwise: %j", async (text) => {
    expect((await checked("a.yaml", text)).findings.map(({ rule }) => rule)).toContain("build/manifest-refused");
  });
});
