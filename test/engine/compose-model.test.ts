import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { readComposeModel } from "../../src/sources/compose/read-compose-model.ts";
import { composeProject, type ProjectFiles } from "./compose-projects.ts";

/** `docker-compose` on the path, or the program that HULLPROOF_TEST_COMPOSE names; it needs no engine. */
const program = process.env["HULLPROOF_TEST_COMPOSE"] ?? "docker-compose";
const version = spawnSync(program, ["version", "--short"], { encoding: "utf8" }).stdout?.trim() ?? "";
/** Compose 2 prints other defaults (`create_host_path`, file modes, empty maps) and refuses keys that are newer than it. */
const comparable = Number(version.replace(/^v/, "").split(".")[0]) >= 5;

const env = { HOME: "/nowhere", PATH: process.env["PATH"] ?? "" };

type Answer = { readonly model: unknown } | { readonly refused: string };

function both(files: ProjectFiles): { readonly theirs: Answer; readonly ours: Answer } {
  const cwd = mkdtempSync(join(tmpdir(), "hullproof-compose-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), text);
    }
    const layers = ["compose.yaml", "over.yaml"].filter((name) => Object.hasOwn(files, name));
    return { theirs: theirs(layers, cwd), ours: ours(layers, cwd) };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

function theirs(layers: readonly string[], cwd: string): Answer {
  const named = layers.flatMap((name) => ["-f", name]);
  try {
    const args = [...named, "config", "--format", "json"];
    return { model: JSON.parse(execFileSync(program, args, { cwd, env, encoding: "utf8", stdio: "pipe" })) as unknown };
  } catch (error) {
    return { refused: String((error as { stderr?: unknown }).stderr ?? error) };
  }
}

function ours(layers: readonly string[], cwd: string): Answer {
  try {
    return { model: readComposeModel({ files: layers, cwd, profiles: [], envFiles: [], env, showValues: true }).model };
  } catch (error) {
    return { refused: (error as Error).message };
  }
}

function expectSame(files: ProjectFiles): void {
  const found = both(files);
  if ("refused" in found.theirs) expect(found.ours, found.theirs.refused).toHaveProperty("refused");
  else expect(found.ours).toEqual(found.theirs);
}

const one = (lines: string): ProjectFiles => ({
  "compose.yaml": `name: p\nservices:\n  a:\n    image: x\n${lines.replaceAll(/^(?=.)/gm, "    ")}\n`,
});

describe.skipIf(!comparable)(`the model is that of docker compose ${version}`, () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed))("of generated project %i", { timeout: 60_000 }, (seed) => {
    expectSame(composeProject(seed));
  });

  it.each([
    "hostname: '${A:-x} and ${B-y}}'",
    "hostname: '${A:-{x}'",
    "hostname: '${A:-${B:-z}}'",
    "hostname: '$1 $'",
    "hostname: '${1}'",
    "hostname: '${A'",
    "hostname: '${A:?no}'",
    "command: a `b c` $(d e) f",
    "command: a 2>b",
    "command: 'a \\\\ b'",
    "command: '(a)'",
    "labels: {a: 0755, b: 0o17, c: 1e3, d: ~, e: .5, f: 1_000}",
    "labels: {1: a}",
    "user: 1000",
    "user: 1000:1000",
    "cap_add: CHOWN",
    "volumes: ['n:/n', './x', '/a::/b']",
    "volumes: [{type: tmpfs, target: /t, tmpfs: {size: 5m, mode: 01777}}]",
    "ports: ['80-81:80', '8000-8001:80', '0:80']",
    "ports: ['1.2.3:80:80']",
    "tmpfs: [/x, '/x:size=1m']",
    "healthcheck: {test: [x]}",
    "stop_grace_period: 1d2h",
    "mem_limit: 1.5gb\nmemswap_limit: -1",
    "mem_limit: 5mi",
    "deploy: {resources: {limits: {memory: 1m}}}\ncpus: 1",
    "networks: [missing]",
    "depends_on: [missing]",
    "init: maybe",
    "restart: no",
    "ulimits: {nofile: {soft: 1}}",
    "extra_hosts: [a]",
    "env_file: missing.env",
    "extends: a",
    "nonsense: 1",
    "x-note: 1",
  ])("of a service with %s", { timeout: 60_000 }, (lines) => {
    expectSame(one(lines));
  });
});
