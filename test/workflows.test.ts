// The project's own workflows; test/ci-recipes.test.ts looks at the text of their steps.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly "timeout-minutes": number;
        readonly permissions?: object;
        readonly steps: readonly {
          readonly uses?: string;
          readonly run?: string;
          readonly with?: Readonly<Record<string, unknown>>;
        }[];
      }
    >
  >;
}

const root = join(import.meta.dirname, "..");
const own = globSync(".github/workflows/*.yml", { cwd: root }).map((path) => {
  const text = readFileSync(join(root, path), "utf8");
  return { path, text, workflow: parse(text) as Workflow };
});

describe.each(own)("$path", ({ workflow }) => {
  it("may read; more is said for a job, which then runs nothing of the repository or its packages", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    for (const job of Object.values(workflow.jobs)) {
      if (job.permissions === undefined) continue;
      const does = job.steps.map(({ uses = "", run = "" }) => `${uses}\n${run}`).join("\n");
      expect(does).not.toMatch(/actions\/checkout|npm (?:ci|install|test|run)|npx /);
    }
  });

  it("keeps no credentials in the checkout, and ends", () => {
    for (const job of Object.values(workflow.jobs))
      for (const step of job.steps)
        if (step.uses?.startsWith("actions/checkout@") === true) expect(step.with?.["persist-credentials"]).toBe(false);
    for (const job of Object.values(workflow.jobs)) expect(job["timeout-minutes"]).toBeLessThanOrEqual(90);
  });
});

it("a release holds what is attested, and is published last", () => {
  const jobs = own.find(({ path }) => path.endsWith("release.yml"))?.workflow.jobs ?? {};
  const runs = (jobs["publish"]?.steps ?? []).map(
    ({ uses, run }) => uses?.split("@")[0] ?? run?.split(" ").slice(0, 3).join(" "),
  );
  expect(runs.slice(-5)).toEqual([
    "sha256sum -- *",
    "actions/attest",
    "gh release create",
    "npm publish --ignore-scripts",
    "gh release edit",
  ]);
  // With npm's trusted publishing no secret is stored.
  expect(own.map(({ text }) => text).join("")).not.toContain("secrets.");
});
