import { describe, expect, it } from "vitest";
import type { Report } from "../../src/domain/report/report.ts";
import { cli, folderOf } from "./run-cli.ts";

const rule = "capabilities/privileged";
const run = "docker run --privileged app:1\n";
const compose = "services:\n  app:\n    image: app:1\n    privileged: true\n";
const pod =
  "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n    - name: a\n      image: app:1\n      securityContext: { privileged: true }\n";
const clean = "build/shell-form-cmd";
const dockerfile = "FROM debian:13\nCMD sleep 1\n";

/** The severities of a rule's findings under each of the two: without, and with the flags. */
async function severities(files: Readonly<Record<string, string>>, id: string, flags: readonly string[]) {
  await using folder = await folderOf(files);
  const asked = ["check", "--bases", "none", "--shellcheck", "none", "--format", "json"];
  const answers = [
    await cli([...asked, "."], { cwd: folder.path }),
    await cli([...asked, ...flags, "."], { cwd: folder.path }),
  ];
  return answers.map(({ stdout, stderr }) => {
    if (stdout === "") throw new Error(stderr);
    const report = JSON.parse(stdout) as Report;
    const own = report.findings.filter((one) => one.rule === id);
    const unused = report.findings.filter((one) => one.rule === "build/unused-ignore");
    return { found: own.map(({ severity }) => severity), unused: unused.length };
  });
}

describe("what a repository can do to a rule", () => {
  it.each<[string, Record<string, string>, string]>([
    [
      "a comment in a Dockerfile",
      { Dockerfile: dockerfile.replace("CMD", `# hullproof ignore ${clean}: no\nCMD`) },
      clean,
    ],
    ["one for the whole file", { Dockerfile: `# hullproof ignore-file ${clean}: no\n${dockerfile}` }, clean],
    ["a comment for hadolint", { Dockerfile: dockerfile.replace("CMD", "# hadolint ignore=DL3025\nCMD") }, clean],
    ["a global one for hadolint", { Dockerfile: `# hadolint global ignore=DL3025\n${dockerfile}` }, clean],
    ["a directive for BuildKit", { Dockerfile: `# check=skip=JSONArgsRecommended\n${dockerfile}` }, clean],
    ["a directive for all of BuildKit's", { Dockerfile: `# check=skip=all\n${dockerfile}` }, clean],
    [
      "a comment in a Compose file",
      { "compose.yaml": compose.replace("image:", `# hullproof ignore ${rule}: no\n    image:`) },
      rule,
    ],
    ["one for the whole Compose file", { "compose.yaml": `# hullproof ignore-file ${rule}: no\n${compose}` }, rule],
    [
      "a comment in a manifest",
      { "pod.yaml": pod.replace("- name: a", `- name: a # hullproof ignore ${rule}: no`) },
      rule,
    ],
  ])("%s silences it, and neither --no-inline-ignores nor --enforce lets it", async (_, files, id) => {
    for (const flags of [
      ["--no-inline-ignores"],
      ["--enforce", id],
      ["--enforce", `${id.split("/")[0]}/*`],
      ["--enforce", "*"],
    ]) {
      const [without, firm] = await severities(files, id, flags);
      expect(without?.found).toEqual([]);
      expect(firm?.found).toHaveLength(1);
      // It would silence something: it is not called unused.
      expect(firm?.unused).toBe(0);
    }
  });

  it.each<[string, string, readonly string[]]>([
    ["an ignore", `ignores: [{ rule: ${rule}, reason: no }]`, []],
    ["an ignore by another tool's id", "ignores: [{ rule: cis-docker/5.5, reason: no }]", []],
    ["an ignore of one file", `ignores: [{ rule: ${rule}, path: "*.sh", reason: no }]`, []],
    ["off", `rules: { ${rule}: off }`, []],
    ["off for its practice", 'rules: { "capabilities/*": off }', []],
    ["off for a file", `paths: [{ files: "*.sh", rules: { ${rule}: off } }]`, []],
    ["a lower severity", `rules: { ${rule}: info }`, ["info"]],
    ["a lower severity of its practice", 'rules: { "capabilities/*": warning }', ["warning"]],
  ])("%s in its hullproof.yaml counts, and not under --enforce", async (_, yaml, before) => {
    const files = { "run.sh": `#!/bin/sh\n${run}`, "hullproof.yaml": `${yaml}\n` };
    const [without, firm] = await severities(files, rule, ["--enforce", rule]);
    expect(without?.found).toEqual(before);
    expect(firm).toEqual({ found: ["error"], unused: 0 });
  });

  it("a higher severity stays", async () => {
    const files = { Dockerfile: dockerfile, "hullproof.yaml": `rules: { ${clean}: error }\n` };
    expect((await severities(files, clean, ["--enforce", clean])).map(({ found }) => found)).toEqual([
      ["error"],
      ["error"],
    ]);
  });

  it("a rule that speaks on request does when it is enforced", async () => {
    const files = { Dockerfile: "FROM debian:13\n" };
    const [without, firm] = await severities(files, "base-image/no-digest", ["--enforce", "base-image/no-digest"]);
    expect([without?.found.length, firm?.found.length]).toEqual([0, 1]);
  });

  it("a list of accepted findings does not count for it, a report of before does", async () => {
    await using folder = await folderOf({ Dockerfile: dockerfile });
    const here = { cwd: folder.path };
    await cli(["baseline", "--errors", "--reason", "x", "--bases", "none", "."], here);
    await cli(["check", "--bases", "none", "--format", "json", "--output", "base.json", "."], here);
    const codes = async (name: string) => {
      const check = ["check", "--bases", "none", "--fail-on", "info", "--baseline", name];
      return [(await cli([...check, "."], here)).code, (await cli([...check, "--enforce", clean, "."], here)).code];
    };
    expect(await codes("hullproof.baseline.json")).toEqual([0, 1]);
    expect(await codes("base.json")).toEqual([0, 0]);
  });
});

it("policy.enforce of a named configuration outranks comments, and that file's own ignores count", async () => {
  await using folder = await folderOf({
    "app/Dockerfile": dockerfile.replace("CMD", `# hullproof ignore ${clean}: no\nCMD`),
    "central.yaml": `policy: { enforce: ["build/*"] }\n`,
    "exception.yaml": `policy: { enforce: ["build/*"] }\nignores: [{ rule: ${clean}, reason: agreed }]\n`,
    "app/hullproof.yaml": `rules: { ${clean}: off }\n`,
  });
  const found = async (...flags: readonly string[]) => {
    const check = ["check", "--bases", "none", "--format", "json", ...flags, "app"];
    const report = JSON.parse((await cli(check, { cwd: folder.path })).stdout) as Report;
    return report.findings.filter((one) => one.rule === clean).length;
  };
  expect(await found()).toBe(0);
  expect(await found("--config", "central.yaml")).toBe(1);
  expect(await found("--config", "exception.yaml")).toBe(0);
  expect(await found("--config", "exception.yaml", "--enforce", clean)).toBe(1);
});

it.each(["build/nosuch", "constructor", "build", "nosuch/*"])("--enforce %s is exit code 2", async (id) => {
  await using folder = await folderOf({ Dockerfile: dockerfile });
  const { code, stderr } = await cli(["check", "--enforce", id, "."], { cwd: folder.path });
  expect(stderr).toContain(`there is no rule ${id}`);
  expect(code).toBe(2);
});
