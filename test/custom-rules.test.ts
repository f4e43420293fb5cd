// Rules of a user's own in TypeScript: run only with --allow-rules, and whatever they do, nothing of hullproof's own answer is lost.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { rules } from "../src/rules/index.ts";
import { cli } from "./cli/run-cli.ts";
import { customFolder, dockerfile, naming, noAdd, places, plain, rule } from "./custom-rules-folder.ts";
import { editor } from "./lsp-client.ts";
import { agent } from "./mcp-client.ts";

// Each starts programs, on a machine that may have others to run.
vi.setConfig({ testTimeout: 60_000 });

describe("with --allow-rules", () => {
  it("findings stand beside hullproof's, with the words of the rule, the place and the text there", async () => {
    const { put, checked } = await customFolder();
    await put({ Dockerfile: dockerfile, "hullproof.yaml": naming("rules/no-add.ts"), "rules/no-add.ts": noAdd });
    const { code, report } = await checked("--allow-rules");
    expect(code).toBe(1);
    expect(places(report, "build/own-no-add")).toEqual(["3 not from there"]);
    const found = report.findings.find(({ rule: id }) => id === "build/own-no-add");
    expect(found).toMatchObject({ practice: "build", severity: "error", also: [] });
    expect(found?.evidence).toEqual([expect.objectContaining({ text: "ADD https://example.com/a /tmp/" })]);
    expect(report.aboutRules).toContainEqual(expect.objectContaining({ rule: "build/own-no-add" }));
    expect(report.rules).toContainEqual({ rule: "build/own-no-add", target: "Dockerfile", verdict: "found" });
    expect(places(report, "build/maintainer")).toHaveLength(1);
    expect(report.notChecked ?? []).not.toContainEqual(expect.stringContaining("ruleFiles"));
  });

  it("containers of every dialect are judged", async () => {
    const { put, checked } = await customFolder();
    await put({
      "hullproof.yaml": naming("user.mts"),
      "user.mts": `import { defineRule, type ContainerSpec, type WrittenContainer } from "hullproof/rules";
const isRoot = ({ user }: ContainerSpec & WrittenContainer): boolean => user === undefined;
export default defineRule({
  id: "non-root/own-says-user", title: "No user is said", why: "Our auditors want to read it there.", severity: "warning", needs: ["containers"],
  examples: [
    { kind: "document", bad: "docker run -d nginx\\n", good: "docker run -d --user 1000 nginx\\n" },
    { kind: "compose", bad: "services:\\n  web:\\n    image: nginx\\n", good: "services:\\n  web:\\n    image: nginx\\n    user: '1000'\\n" },
    { kind: "unit", bad: "[Container]\\nImage=nginx\\n", good: "[Container]\\nImage=nginx\\nUser=1000\\n" },
    { kind: "manifest", bad: "apiVersion: v1\\nkind: Pod\\nmetadata: { name: a }\\nspec:\\n  containers:\\n    - { name: web, image: nginx }\\n",
      good: "apiVersion: v1\\nkind: Pod\\nmetadata: { name: a }\\nspec:\\n  containers:\\n    - { name: web, image: nginx, securityContext: { runAsUser: 1000 } }\\n" },
  ],
  *check({ containers }) {
    for (const container of containers.containers)
      if (isRoot(container)) yield { message: container.name, at: container.at };
  },
});
`,
      "run.sh": "docker run -d nginx\n",
      "compose.yaml": "services:\n  shop:\n    image: nginx\n",
      "app.container": "[Container]\nImage=nginx\n",
      "pod.yaml":
        "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n    - { name: pod, image: nginx }\n",
    });
    const { report, stderr } = await checked("--allow-rules");
    expect(stderr).toBe("");
    const found = report.findings.filter(({ rule: id }) => id === "non-root/own-says-user");
    expect(found.map(({ target }) => target).toSorted()).toEqual([
      "app.container",
      "compose.yaml",
      "pod.yaml",
      "run.sh",
    ]);
  });

  it("every format shows them", async () => {
    const { folder, put, run } = await customFolder();
    await put({ Dockerfile: dockerfile, "hullproof.yaml": naming("no-add.ts"), "no-add.ts": noAdd });
    const named = ["json", "sarif", "csv", "checkstyle", "junit", "markdown", "html", "codequality", "rdjson", "agent"];
    const outputs = [...named, "azure", "github"].flatMap((format) => ["--output", `${format}=${format}.txt`]);
    await run("check", "--allow-rules", ...plain, ...outputs, "--mode", "0644");
    for (const format of [...named, "azure", "github"])
      expect(await readFile(join(folder, `${format}.txt`), "utf8"), format).toMatch(/own-no-add/);
  });

  it("settings, ignores and comments count for them, and none where they are enforced", async () => {
    const { put, checked } = await customFolder();
    const comment = "# hullproof ignore build/own-no-add: ours";
    const files = { Dockerfile: dockerfile.replace("ADD", `${comment}\nADD`), "no-add.ts": noAdd };
    await put({ ...files, "hullproof.yaml": naming("no-add.ts") });
    expect((await checked("--allow-rules")).report.rules).toContainEqual(
      expect.objectContaining({ rule: "build/own-no-add", verdict: "skipped", reason: "1 ignored: ours" }),
    );
    const enforced = await checked("--allow-rules", "--enforce", "build/own-no-add");
    expect(places(enforced.report, "build/own-no-add")).toHaveLength(1);
    const ignores = "ignores:\n  - { rule: build/own-no-add, reason: known }\n";
    await put({ ...files, Dockerfile: dockerfile, "hullproof.yaml": naming("no-add.ts") + ignores });
    const listed = (await checked("--allow-rules")).report;
    expect(places(listed, "build/own-no-add")).toEqual([]);
    expect(places(listed, "build/unused-ignore")).toEqual([]);
    await put({ "hullproof.yaml": `${naming("no-add.ts")}rules: { build/own-no-add: info }\n` });
    const { report } = await checked("--allow-rules");
    expect(report.findings.find(({ rule: id }) => id === "build/own-no-add")?.severity).toBe("info");
  });

  it("beside a baseline only what is new fails", async () => {
    const { put, run, checked } = await customFolder();
    await put({
      Dockerfile: "FROM scratch\nADD https://example.com/a /tmp/\n",
      "hullproof.yaml": naming("no-add.ts"),
      "no-add.ts": noAdd,
    });
    await run("check", "--allow-rules", ...plain, "--format", "json", "--output", "base.json");
    const again = await checked("--allow-rules", "--baseline", "base.json");
    expect([again.code, again.report.baseline?.new ?? 0]).toMatchObject([0, expect.anything()]);
    await put({ Dockerfile: "FROM scratch\nADD https://example.com/a /tmp/\nADD https://example.com/b /tmp/\n" });
    expect((await checked("--allow-rules", "--baseline", "base.json")).code).toBe(1);
  });
});

describe("without --allow-rules", () => {
  const marking = (folder: string): string =>
    rule(
      "build/own-marks",
      `yield { message: "x", at: instruction.span };`,
      `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(join(folder, "ran"))}, "");`,
    );

  it("nothing of them is run, and the answer says how many were not", async () => {
    const { folder, put, run, checked } = await customFolder();
    await put({
      Dockerfile: dockerfile,
      "hullproof.yaml": naming("one.ts", "two.ts"),
      "one.ts": marking(folder),
      "two.ts": noAdd,
    });
    const { report } = await checked();
    expect(report.notChecked).toEqual([
      expect.stringMatching(/^2 rules of policy\.ruleFiles in hullproof\.yaml: not run.*--allow-rules/),
    ]);
    expect((await run("check", ...plain)).stdout).toMatch(/2 rules of policy\.ruleFiles/);
    for (const verb of [["fix"], ["rules"], []]) await run(...verb);
    expect(existsSync(join(folder, "ran"))).toBe(false);
    await checked("--allow-rules");
    expect(existsSync(join(folder, "ran"))).toBe(true);
  });

  it("a repository can't grant it", async () => {
    const { folder, put, checked } = await customFolder();
    const grants = ["allowRules: true", "policy: { allowRules: true }", "rules: { allow-rules: error }"];
    for (const grant of grants) {
      await put({ Dockerfile: dockerfile, "hullproof.yaml": `${grant}\n` });
      expect((await checked()).code, grant).toBe(2);
    }
    await put({
      Dockerfile: dockerfile,
      "hullproof.yaml": naming("one.ts"),
      "one.ts": marking(folder),
      ".env": "HULLPROOF_ALLOW_RULES=1\n",
    });
    await cli(["check", ...plain], { cwd: folder, env: { HULLPROOF_ALLOW_RULES: "1" } });
    expect(existsSync(join(folder, "ran"))).toBe(false);
  });

  it("nor can a folder deeper in it, which may come from elsewhere", async () => {
    const { folder, put, checked } = await customFolder();
    await put({
      Dockerfile: dockerfile,
      "hullproof.yaml": naming("two.ts"),
      "two.ts": noAdd,
      "deep/Dockerfile": dockerfile,
      "deep/hullproof.yaml": naming("one.ts"),
      "deep/one.ts": marking(folder),
    });
    const { report } = await checked("--allow-rules");
    expect(existsSync(join(folder, "ran"))).toBe(false);
    expect(places(report, "build/own-no-add")).toHaveLength(1);
    expect(report.notChecked).toEqual([
      expect.stringMatching(/^a rule of policy\.ruleFiles in deep\/hullproof\.yaml: not run/),
    ]);
    await checked("--allow-rules", "deep");
    expect(existsSync(join(folder, "ran"))).toBe(true);
  });

  it("--enforce of one is refused, and so is one that no file has", async () => {
    const { put, checked } = await customFolder();
    await put({ Dockerfile: dockerfile, "hullproof.yaml": naming("no-add.ts"), "no-add.ts": noAdd });
    const refused = await checked("--enforce", "build/own-no-add");
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/build\/own-no-add[^]*--allow-rules/)]);
    const misspelt = await checked("--allow-rules", "--enforce", "build/own-no-ad");
    expect([misspelt.code, misspelt.stderr]).toEqual([2, expect.stringContaining("called build/own-no-ad")]);
  });
});

it("an editor's server runs them only with the flag", async () => {
  const files = { Dockerfile: dockerfile, "hullproof.yaml": naming("no-add.ts"), "no-add.ts": noAdd };
  for (const [args, count] of [
    [["--allow-rules"], 1],
    [[], 0],
  ] as const) {
    const { open, of } = await editor(files, {}, {}, args);
    await open("Dockerfile", dockerfile);
    const diagnostics = await of("Dockerfile", 1);
    expect(diagnostics.filter(({ code }) => code === "build/own-no-add")).toHaveLength(count);
    expect(diagnostics.length).toBeGreaterThan(0);
  }
});

it("an agent can't have them run", async () => {
  const { folder } = await customFolder();
  const marks = rule(
    "build/own-marks",
    'yield { message: "x", at: instruction.span };',
    `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(join(folder, "ran"))}, "");`,
  );
  const { call } = await agent({ Dockerfile: dockerfile, "hullproof.yaml": naming("marks.ts"), "marks.ts": marks });
  expect((await call("check")).text).toContain("build/maintainer");
  expect(await call("check", { paths: ["--allow-rules", "."] })).toMatchObject({ isError: true });
  expect(await call("check", { allowRules: true })).toMatchObject({ isError: true });
  await call("plan", { paths: ["Dockerfile"], suggested: ["--allow-rules"] });
  expect(existsSync(join(folder, "ran"))).toBe(false);
  expect((await cli(["mcp", "--allow-rules"])).code).toBe(2);
});

it("no rule of hullproof has a name of theirs", () => {
  expect(rules.filter(({ id }) => id.includes("/own-"))).toEqual([]);
});
