// The Action, the GitLab component and the recipes of docs/guide/ci, as far as they can be judged without their platforms: they parse, keep rules that the
// platforms publish and rules of our own, and their scripts pass ShellCheck. test/cli/action.test.ts runs them.
import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { ciFile } from "../src/pipeline/verbs/init/ci-text.ts";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Workflow {
  readonly name: string;
  readonly on: unknown;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly "runs-on": string;
        readonly "timeout-minutes": number;
        readonly steps: readonly Step[];
        readonly permissions?: object;
      }
    >
  >;
}
interface Action {
  readonly name: string;
  readonly description: string;
  readonly inputs: Readonly<
    Record<string, { readonly description: string; readonly default?: string; readonly required?: boolean }>
  >;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const action = parse(read("action.yml")) as Action;
const workflows = [
  ...globSync("docs/guide/ci/github-*.yml", { cwd: root }).map((path) => ({ path, text: read(path) })),
  { path: "what init writes", text: ciFile("github", false).text },
  { path: "what init writes with a baseline", text: ciFile("github", false, "hullproof.baseline.json").text },
].map(({ path, text }) => ({ path, text, workflow: parse(text) as Workflow }));
const own = globSync(".github/workflows/*.yml", { cwd: root }).map((path) => ({
  path,
  text: read(path),
  workflow: parse(read(path)) as Workflow,
}));
const steps = [
  ...action.runs.steps.map((step) => ({ path: "action.yml", step })),
  ...[...workflows, ...own].flatMap(({ path, workflow }) =>
    Object.values(workflow.jobs).flatMap((job) => job.steps.map((step) => ({ path, step }))),
  ),
];

const hasShellCheck = spawnSync("shellcheck", ["--version"]).status === 0;
/** As the platforms start a script: it ends with the first command that fails. */
const findings = (script: string, shell: "bash" | "sh") =>
  spawnSync("shellcheck", ["--shell", shell, "--norc", "-"], { input: `set -e\n${script}`, encoding: "utf8" }).stdout;

describe("every step for GitHub", () => {
  it("that uses an action names it by commit, with its version", () => {
    const texts = [read("action.yml"), ...[...workflows, ...own].map(({ text }) => text)].join("\n");
    const used = [...texts.matchAll(/uses: *(.*)/g)].map(([, what = ""]) => what);
    expect(used.length).toBeGreaterThan(5);
    for (const one of used) expect(one).toMatch(/^[\w.-]+(?:\/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    // One version of each, everywhere.
    const byName = Map.groupBy(new Set(used), (one) => one.split("@")[0]);
    for (const all of byName.values()) expect(all).toHaveLength(1);
  });

  it.each(steps.filter(({ step }) => step.run !== undefined))(
    "puts nothing into the text of its script: $path",
    ({ step }) => {
      expect(step.run).not.toContain("${{");
      // In a composite action a shell must be named.
      if (action.runs.steps.includes(step)) expect(step.shell).toBe("bash");
    },
  );

  it.runIf(hasShellCheck).each(steps.filter(({ step }) => step.run !== undefined))(
    "passes ShellCheck: $path",
    ({ step }) => {
      expect(findings(step.run ?? "", "bash")).toBe("");
    },
  );

  it("takes what others may write through env or with alone, and never a whole context", () => {
    for (const { step } of steps)
      for (const value of [...Object.values(step.env ?? {}), ...Object.values(step.with ?? {})])
        if (typeof value === "string")
          for (const [, inside = ""] of value.matchAll(/\$\{\{(.*?)\}\}/g))
            expect(inside.trim()).toMatch(
              /^(?:inputs\.[a-z-]+|github\.(?:token|repository|event\.[a-z_.]+(?:sha|id|login|head_branch))|matrix\.on|vars\.HULLPROOF_PACKAGE|runner\.temp)$/,
            );
  });
});

describe.each(workflows)("$path", ({ text, workflow }) => {
  it("says what it may do, and no job may do more than it needs", () => {
    expect(workflow.permissions).toBeDefined();
    expect(Object.values(workflow.permissions)).not.toContain("write-all");
    for (const job of Object.values(workflow.jobs)) expect(job["timeout-minutes"]).toBeLessThanOrEqual(10);
    // Code of a pull request with the rights of the repository.
    expect(text).not.toContain("pull_request_target");
    const writes = text.includes("pull-requests: write");
    if (writes) expect(text).not.toMatch(/uses: actions\/checkout|npm |npx /);
  });

  it("keeps no credentials in the checkout", () => {
    for (const job of Object.values(workflow.jobs))
      for (const step of job.steps)
        if (step.uses?.startsWith("actions/checkout@") === true) expect(step.with?.["persist-credentials"]).toBe(false);
  });

  it("names the package by the variable alone", () => {
    expect(text).not.toMatch(/hullproof@\d/);
  });
});

describe("action.yml", () => {
  it("has what GitHub asks of a composite action", () => {
    expect(action.runs.using).toBe("composite");
    for (const { description, default: value, required } of Object.values(action.inputs)) {
      expect(description).not.toBe("");
      // A boolean or number would come as text anyway.
      expect(typeof value).toBe(required === true ? "undefined" : "string");
    }
    const ids = new Set(action.runs.steps.flatMap(({ id }) => id ?? []));
    for (const { value } of Object.values(action.outputs)) {
      const [, id = "", output = ""] = /^\$\{\{ steps\.([\w-]+)\.outputs\.([\w-]+) \}\}$/.exec(value) ?? [];
      expect(ids).toContain(id);
      expect(read("action/check.sh")).toContain(`"${output}=`);
    }
  });

  it("hands over every input, and no other", () => {
    const used = action.runs.steps.flatMap(({ env = {} }) =>
      Object.values(env).flatMap((value) => /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1] ?? []),
    );
    expect(used.sort()).toEqual(Object.keys(action.inputs).sort());
    const scripts = read("action/check.sh") + read("action/install.sh");
    for (const { env = {} } of action.runs.steps)
      for (const name of Object.keys(env)) expect(scripts.replaceAll("${", "$")).toContain(`$${name}`);
  });

  it("names no package: the one that is installed is an input without default", () => {
    expect(action.inputs["package"]).toMatchObject({ required: true });
    expect(action.inputs["package"]).not.toHaveProperty("default");
  });

  it.runIf(hasShellCheck).each(["action/install.sh", "action/check.sh"])("%s passes ShellCheck", (path) => {
    expect(findings(read(path), "bash")).toBe("");
  });
});

describe("templates/check.yml", () => {
  const [spec, job] = parseAllDocuments(read("templates/check.yml")).map((one) => one.toJS() as Record<string, never>);
  const inputs = (spec as unknown as { spec: { inputs: Record<string, { default?: unknown }> } }).spec.inputs;
  const { hullproof } = job as unknown as {
    hullproof: {
      script: string[];
      variables: Record<string, string>;
      artifacts: { when: string; reports: object };
      image: object;
    };
  };

  it("has a default for each input but the package, and uses each", () => {
    for (const [name, { default: value }] of Object.entries(inputs)) {
      expect(value === undefined, name).toBe(name === "package");
      expect(read("templates/check.yml")).toContain(`$[[ inputs.${name} ]]`);
    }
  });

  it("puts nothing into the text of its script", () => {
    for (const line of hullproof.script) expect(line).not.toContain("$[[");
  });

  it.runIf(hasShellCheck)("its script passes ShellCheck", () => {
    expect(findings(hullproof.script.join("\n"), "sh")).toBe("");
  });

  it("keeps its reports when something was found, and needs no entrypoint", () => {
    expect(hullproof.artifacts).toMatchObject({
      when: "always",
      reports: { codequality: "gl-code-quality-report.json" },
    });
    expect(hullproof.image).toMatchObject({ entrypoint: [""] });
  });
});

describe("recipes for hooks and bots", () => {
  const names = (files: RegExp) =>
    [
      "Dockerfile",
      "a/Dockerfile.prod",
      "web.Dockerfile",
      "Containerfile",
      "compose.yaml",
      "x/docker-compose.override.yml",
      "src/app.py",
      "README.md",
    ].filter((name) => files.test(name));

  it("pre-commit asks about the files that each hook can read", () => {
    const { repos } = parse(read("docs/guide/ci/pre-commit-config.yaml")) as {
      repos: { repo: string; hooks: { id: string; name: string; entry: string; language: string; files: string }[] }[];
    };
    const [check, fix] = repos[0]?.hooks ?? [];
    // Python takes flags at the beginning alone.
    const pattern = (text = "") => new RegExp(text.replace(/^\(\?i\)/, ""), "i");
    expect(names(pattern(check?.files))).toEqual([
      "Dockerfile",
      "a/Dockerfile.prod",
      "web.Dockerfile",
      "Containerfile",
      "compose.yaml",
      "x/docker-compose.override.yml",
    ]);
    expect(names(pattern(fix?.files))).toEqual(["Dockerfile", "a/Dockerfile.prod", "web.Dockerfile", "Containerfile"]);
  });

  it.each(["docs/guide/ci/lint-staged.json", "docs/guide/ci/renovate.json"])("%s is JSON", (path) => {
    expect(Object.keys(JSON.parse(read(path)) as object).length).toBeGreaterThan(0);
  });

  it.each(["docs/guide/ci/lefthook.yml", "docs/guide/ci/dependabot.yml"])("%s is YAML", (path) => {
    expect(typeof parse(read(path))).toBe("object");
  });

  it("calls hullproof with flags that it has", () => {
    const flags = new Set(
      globSync("src/commands/{flags,check,fix}.ts", { cwd: root }).flatMap((path) =>
        [...read(path).matchAll(/\b([a-z][A-Za-z]+):/g)].map(([, name = ""]) =>
          name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
        ),
      ),
    );
    for (const path of globSync("docs/guide/ci/**/*.{yml,yaml,json}", { cwd: root }))
      for (const [, rest = ""] of read(path).matchAll(/hullproof (?:check|fix) ([^\n]*)/g))
        for (const [, flag = ""] of rest.matchAll(/(?:^|\s)--([a-z-]+)/g))
          expect(flags, `${path}: --${flag}`).toContain(flag);
  });
});
