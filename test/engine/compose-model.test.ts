import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ComposeVersion } from "../../src/formats/compose/compose-version.ts";
import { askCompose, askOurs } from "../compose/answers.ts";
import { compareAnswers } from "../compose/compare-answers.ts";
import { knownComposes } from "../compose/known-composes.ts";
import { composeProject, type GeneratedProject, type ProjectTree } from "../compose/compose-projects.ts";

async function expectSame(program: string, version: ComposeVersion, project: GeneratedProject) {
  const cwd = mkdtempSync(join(tmpdir(), "hullproof-compose-"));
  try {
    const { tree, ...asked } = project;
    for (const [name, text] of Object.entries(tree)) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), text);
    }
    const theirs = await askCompose(program, { cwd, ...asked });
    const ours = askOurs(version, { cwd, ...asked });
    const found = compareAnswers(theirs, ours);
    if (found.kind === "differs" && "model" in theirs && "model" in ours) expect(ours.model).toEqual(theirs.model);
    expect(found.kind === "equal" || found.kind === "refused", JSON.stringify(found)).toBe(true);
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

const inFile = (text: string, more: ProjectTree = {}): GeneratedProject => ({
  tree: { "compose.yaml": text, ...more },
  files: ["compose.yaml", ...Object.keys(more).filter((name) => name.startsWith("over"))],
  profiles: [],
  env: {},
});

const one = (lines: string): GeneratedProject =>
  inFile(`name: p\nservices:\n  a:\n    image: x\n${lines.replaceAll(/^(?=.)/gm, "    ")}\n`);

it.skipIf(knownComposes.length > 0)("a docker compose is there to compare with", (context) => {
  context.skip("none of the known versions is installed; HULLPROOF_TEST_COMPOSE names programs");
});

describe.each(knownComposes)("the model is that of docker compose $version", ({ program, version }) => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed))("of generated project %i", { timeout: 60_000 }, (seed) =>
    expectSame(program, version, composeProject(seed)),
  );

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
    "labels: {a: -0, b: 1e6, c: 123456789012345678901, d: 9007199254740993, e: !foo 5, f: 0.00001}",
    "labels: {t: 2001-01-01}",
    "hostname: !foo 5",
    "environment: ",
    "ports: [{target: 80, host_ip: ''}]",
    "scale: -1",
    "scale: 2\ndeploy: {mode: global}",
    "container_name: a",
    "pull_policy: daily",
    "secrets: [{source: s, mode: 0440}]",
    "volumes: [{type: image, source: i, target: /i}]",
    "volumes: [{type: bind, source: /a, target: /b, bind: {create_host_path: 'no'}}]",
    "provider: {type: p}",
    "pre_start: [{command: a, cap_add: [X]}]",
    "build: {context: ., no_cache_filter: a}",
    "depends_on: {a: {condition: other}}",
    "oom_score_adj: 5000",
    "cgroup: x",
    "models: [m]",
    "device_cgroup_rules: [a, a]",
    "env_file: [{path: x, format: raw, required: false}]",
    "init: maybe",
    "cpu_shares: abc",
    "cap_add: [1]",
    "ports: [{published: 80}]",
    "mem_limit: 1e9",
    "cpu_shares: 1.9",
    "ulimits: {nofile: 5.0}",
    "labels: &a {b: *a}",
    "labels: {a: !!binary aGk=}",
    "image: y",
  ])("of a service with %s", { timeout: 60_000 }, (lines) => expectSame(program, version, one(lines)));

  it.each([
    ["a repeat", "services: {a: {image: x, security_opt: [q]}}", { "over.yaml": "services: {a: {security_opt: [q]}}" }],
    ["the dead form", "web: {image: x}", {}],
    ["nothing in it", "# later\n", {}],
    ["an empty document", "services: {a: {image: x}}\n---\n", {}],
    ["another YAML", "%YAML 1.2\n---\nservices: {a: {image: x}}", {}],
    [
      "a service that is reset",
      "services: {a: {image: x}}",
      { "over.yaml": "services: {a: !reset null, b: {image: y}}" },
    ],
    [
      "a limit that is reset",
      "services: {a: {image: x, mem_limit: 5m}}",
      { "over.yaml": "services: {a: {mem_limit: !reset null}}" },
    ],
    [
      "a reset by an alias",
      "services: {a: {image: x, init: true}}",
      { "over.yaml": "x-a: &a {init: !reset null}\nservices: {a: {<<: *a}}" },
    ],
    [
      "variables of an included file's own",
      "include: [d/inc.yaml]\nservices: {a: {image: x}}",
      { "d/inc.yaml": "services: {i: {image: x, environment: [V]}}", "d/.env": "V=6" },
    ],
    ["options of an address pool", "services: {a: {image: x}}\nnetworks: {n: {ipam: {options: {a: b}}}}", {}],
    ["a name that is empty", "name: ${NONE}\nservices: {a: {image: x}}", {}],
    ["jobs", "services: {a: {image: x}}\njobs: {j: {image: y, triggers: {manual: true}}}", {}],
    ["a bad service that does not run", "services: {a: {image: x}, b: {image: x, profiles: [q], mem_limit: z}}", {}],
    ["one name twice", "services: {a: {image: x, container_name: nn}, b: {image: x, container_name: nn}}", {}],
    [
      "a service on both sides of an include",
      "include: [inc.yaml]\nservices: {a: {image: x, init: true}}",
      { "inc.yaml": "services: {a: {image: x}}" },
    ],
    [
      "an included service that is extended",
      "include: [inc.yaml]\nservices: {b: {extends: a}}",
      { "inc.yaml": "services: {a: {image: x}}" },
    ],
  ] as const)("of a project with %s", { timeout: 60_000 }, (_, text, more) =>
    expectSame(program, version, inFile(text, more)),
  );
});
