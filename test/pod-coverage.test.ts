// The table of what peers check of pods has no blank, and says nothing that is not so.
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, it } from "vitest";
import { podChecks } from "../src/data/pod-checks/pod-checks.ts";
import { explain } from "../src/pipeline/verbs/explain/explain.ts";
import { rules } from "../src/rules/index.ts";

const checks = podChecks.flatMap(({ peer, rows }) =>
  rows.map(([name, asks, instead]) => ({ id: `${peer}/${name}`, asks, instead })),
);
/** What findings in manifests carry. */
const covered = new Set(
  rules
    .filter(({ dialects }) => dialects?.includes("kubernetes") ?? true)
    .flatMap(({ also, alsoKubernetes = also }) => alsoKubernetes),
);

it("each check has a rule that names it, or says what stands in its place, and none has both", () => {
  const wrong = checks.filter(({ id, instead }) => covered.has(id) === (instead !== undefined));
  expect(wrong.map(({ id }) => id)).toEqual([]);
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
});

it("rules that report it among other things judge manifests", () => {
  const others = checks.flatMap(({ id, instead }) =>
    instead !== undefined && "by" in instead ? instead.by.map((rule) => [id, rule] as const) : [],
  );
  const judging = new Set<string>(
    rules
      .filter(
        ({ needs, dialects }) =>
          needs.some((need) => /^(?:pods|objects|manifestProblems)$/.test(need)) ||
          (needs.includes("containers") && (dialects?.includes("kubernetes") ?? true)),
      )
      .map(({ id }) => id),
  );
  expect(others.filter(([, rule]) => !judging.has(rule))).toEqual([]);
});

it("what rules name of these peers for manifests is in the table", () => {
  const listed = new Set(checks.map(({ id }) => id));
  const ofPods = /^(?:kube-linter|kubescape|polaris|kubesec)\/|^trivy\/KSV-|^checkov\/CKV_K8S_/;
  expect([...covered].filter((id) => ofPods.test(id) && !listed.has(id))).toEqual([]);
});

it("a reason is a sentence, and `explain` knows each check", () => {
  for (const { id, asks, instead } of checks) {
    expect(asks.length, id).toBeGreaterThan(5);
    const reason = instead === undefined || "by" in instead ? undefined : Object.values(instead).join();
    if (reason !== undefined) expect(reason, id).toMatch(/^.{20,}\.$/);
    expect(explain(id), id).toBeDefined();
  }
});

/** Checks of Pod Security that a rule on containers of every dialect reports: it reads the same setting. */
const byContainers = new Map([
  ["allow-privilege-escalation", "capabilities/new-privileges"],
  ["capabilities-restricted", "capabilities/not-dropped"],
  ["host-namespaces", "capabilities/host-namespace"],
  ["privileged", "capabilities/privileged"],
  ["run-as-user", "non-root/root-user-flag"],
  ["seccomp-baseline", "capabilities/seccomp-off"],
]);

it("each check of the Pod Security Standards is a rule's", () => {
  const root = join(import.meta.dirname, "../src");
  const checksOf = (text: string) =>
    [...text.matchAll(/pod-security\/checks\/([a-z-]+)\.ts"/g)].map(([, name]) => name);
  const used = new Set(
    globSync("rules/**/*.ts", { cwd: root }).flatMap((path) => checksOf(readFileSync(join(root, path), "utf8"))),
  );
  const all = globSync("facts/pod-security/checks/*.ts", { cwd: root })
    .map((path) => basename(path, ".ts"))
    .filter((name) => name !== "wrong-seccomp");
  expect(all.length).toBeGreaterThan(15);
  expect(all.filter((name) => !used.has(name) && !byContainers.has(name))).toEqual([]);
  const judging = new Set<string>(
    rules.filter(({ dialects }) => dialects?.includes("kubernetes") ?? true).map(({ id }) => id),
  );
  expect([...byContainers].filter(([name, rule]) => !all.includes(name) || !judging.has(rule))).toEqual([]);
});
