// No one deploys a template from its own folder if its build lacks a file there.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkFolder } from "./check.ts";

let top: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "hullproof-test-templates-"));
});
afterEach(() => rmSync(top, { recursive: true }));

async function severityOf(path: string, text: string, others: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, content] of Object.entries({ [path]: text, ...others })) {
    mkdirSync(dirname(join(top, name)), { recursive: true });
    writeFileSync(join(top, name), content);
  }
  const context = { cwd: top, today: "2026-12-01", version: "0", env: {}, progress: () => {} };
  const { checked } = await checkFolder(".", context as never, true);
  const findings = checked.flatMap(({ run }) => run.findings.filter(({ target }) => target === path));
  return findings.find(({ rule }) => rule === "base-image/end-of-life")?.severity ?? "none";
}

const lacking = "FROM node:16\nCOPY package.json yarn.lock ./\n";
const own = (path: string): string => join(dirname(path), "package.json");

describe("a Dockerfile in a folder that a generator copies", () => {
  it.each([
    "templates/next/Dockerfile",
    "template/Dockerfile",
    "packages/create-app/templates/a/docker/Dockerfile",
    "templates/101/aptos-template/Dockerfile",
    "express-template/Dockerfile",
    "skeleton/Dockerfile",
    "scaffolds/go/Dockerfile",
    "web_boilerplate/Dockerfile",
    "archetypes/java/app.Dockerfile",
    "generators/app/templates/Dockerfile",
    "{{cookiecutter.name}}/Dockerfile",
  ])("lowers a template that lacks a file to copy: %s", async (path) => {
    expect(await severityOf(path, lacking, { [own(path)]: "{}" })).toBe("warning");
  });

  it.each<[string, string, Readonly<Record<string, string>>]>([
    ["all files", "FROM node:16\nCOPY package.json ./\n", { "templates/a/package.json": "{}" }],
    [
      "files from above",
      lacking,
      { "b.sh": "docker build -f templates/a/Dockerfile .", "package.json": "{}", "yarn.lock": "" },
    ],
    ["no COPY", "FROM node:16\nRUN npm i\n", {}],
    ["the whole folder", "FROM node:16\nCOPY . .\n", {}],
    ["a wildcard", "FROM node:16\nCOPY package.json yarn.lock* ./\n", { "templates/a/package.json": "{}" }],
    ["a variable", "FROM node:16\nARG F\nCOPY ${F} ./\n", {}],
    ["another stage", "FROM node:16 AS a\nRUN touch /yarn.lock\nFROM node:16\nCOPY --from=a /yarn.lock ./\n", {}],
    ["an address", "FROM node:16\nADD https://example.com/yarn.lock ./\n", {}],
    ["a text", "FROM node:16\nCOPY <<E /yarn.lock\na\nE\n", {}],
    [
      "an ignored file",
      "FROM node:16\nCOPY yarn.lock ./\n",
      { "templates/a/yarn.lock": "", "templates/a/.dockerignore": "yarn.lock" },
    ],
  ])("keeps its level with %s", async (_, text, files) => {
    expect(await severityOf("templates/a/Dockerfile", text, files)).toBe("error");
  });
});

it.each([
  "app/Dockerfile",
  "template-service/Dockerfile",
  "templated/Dockerfile",
  "Dockerfile.template",
  "docker/Dockerfile",
])("keeps its level elsewhere: %s", async (path) => {
  expect(await severityOf(path, lacking, { [own(path)]: "{}" })).not.toBe("warning");
});
