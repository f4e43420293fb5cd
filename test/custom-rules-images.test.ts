// Rules of a user's own on what has no text: images and SBOMs. Containers of an engine are in test/engine/audit.test.ts.
import { chmod, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { Report } from "../src/domain/report/report.ts";
import { parseReport } from "./parse-report.ts";
import { customFolder, naming, plain } from "./custom-rules-folder.ts";

// Each starts programs, on a machine that may have others to run.
vi.setConfig({ testTimeout: 60_000 });

/** A rule that asks for `needs` and does `check`; its example is an image of Debian, and one of nothing. */
const rule = (id: string, needs: string, check: string): string => `import { defineRule } from "hullproof/rules";
export default defineRule({
  id: "${id}", title: "An image of Debian", why: "Ours are distroless.", severity: "warning", needs: ["os", "${needs}"],
  examples: [{ kind: "image", bad: { os: { id: "debian" } }, good: {} }],
  *check(facts) {
    const { os, ${needs} } = facts;
    if (os.id !== "debian") return;
    ${check}
  },
});
`;
const isExample = "os.versionId === undefined";
const debian = rule("base-image/own-debian", "packages", 'yield { message: "Debian", at: { setting: "os" } };');
const setuid = rule(
  "non-root/own-setuid",
  "privileges",
  `if (${isExample}) yield { message: "x", at: { setting: "os" } };
    for (const { path, layer, bytes } of privileges.setuid)
      yield { message: path, at: { layer, path }, evidence: [{ kind: "file", path, layer, bytes }] };`,
);

const sbom = JSON.stringify({
  bomFormat: "CycloneDX",
  specVersion: "1.6",
  components: [
    { type: "operating-system", name: "debian", version: "13" },
    { type: "library", name: "left-pad", version: "1.0.0", purl: "pkg:npm/left-pad@1.0.0" },
  ],
});

async function imageFolder(rules: Readonly<Record<string, string>>) {
  const made = await customFolder();
  await made.put({
    "root/etc/os-release": "ID=debian\nVERSION_ID=13\n",
    "root/usr/bin/su": "x",
    "sbom.cdx.json": sbom,
    "hullproof.yaml": naming(...Object.keys(rules)),
    ...rules,
  });
  await chmod(join(made.folder, "root/usr/bin/su"), 0o4755);
  const judged = async (verb: "check" | "scan", target: string, ...args: readonly string[]) => {
    const asked = verb === "check" ? plain : ["--updates", "none"];
    const { code, stdout, stderr } = await made.run(verb, "--format", "json", ...asked, ...args, target);
    return { code, stderr, report: (stdout === "" ? undefined : parseReport(stdout)) as Report };
  };
  return { ...made, judged };
}
const own = ({ findings }: Report) =>
  findings.flatMap(({ rule: id, location, target }) => (id.includes("/own-") ? [{ id, location, target }] : []));
const verdictOf = ({ rules }: Report, id: string) => rules.find(({ rule: one }) => one === id);

describe("an image is judged by rules of a user's own", () => {
  it.each(["check", "scan"] as const)("in %s", async (verb) => {
    const { judged } = await imageFolder({ "debian.ts": debian, "setuid.mts": setuid });
    const target = "rootfs:root";
    const { report, stderr } = await judged(verb, target, "--allow-rules");
    expect(stderr).not.toMatch(/own-|ruleFiles|broke/);
    expect(own(report)).toEqual([
      { id: "base-image/own-debian", location: { setting: "os" }, target },
      { id: "non-root/own-setuid", location: { layer: 0, path: "/usr/bin/su" }, target },
    ]);
    expect(report.aboutRules).toContainEqual({
      rule: "base-image/own-debian",
      title: "An image of Debian",
      why: "Ours are distroless.",
      severity: "warning",
    });
    expect(report.notChecked ?? []).not.toContainEqual(expect.stringContaining("ruleFiles"));
    const without = await judged(verb, target);
    expect(own(without.report)).toEqual([]);
    expect(without.report.notChecked).toContainEqual(
      expect.stringMatching(/^2 rules of policy\.ruleFiles in hullproof\.yaml: not run.*--allow-rules/),
    );
    const ours = ({ findings }: Report) => findings.filter(({ rule: id }) => !id.includes("/own-"));
    expect(ours(report)).toEqual(ours(without.report));
  });

  it("an SBOM tells its distribution and packages, and no rule that needs more is asked", async () => {
    const { judged } = await imageFolder({ "debian.ts": debian, "setuid.mts": setuid });
    const { report } = await judged("scan", "sbom.cdx.json", "--allow-rules");
    expect(own(report).map(({ id }) => id)).toEqual(["base-image/own-debian"]);
    expect(verdictOf(report, "non-root/own-setuid")).toBeUndefined();
  });

  it("formats show it, settings and ignores count, and what is enforced is not silenced", async () => {
    const { judged, put, run, folder } = await imageFolder({ "debian.ts": debian });
    const named = ["sarif", "html", "markdown", "junit", "csv", "narrated"];
    const outputs = named.flatMap((format) => ["--output", `${format}=${format}.txt`]);
    const { stdout } = await run("scan", "--allow-rules", "--updates", "none", ...outputs, "rootfs:root");
    expect(stdout).toMatch(/own-debian/);
    for (const format of named)
      expect(await readFile(join(folder, `${format}.txt`), "utf8"), format).toMatch(/own-debian/);
    await put({
      "hullproof.yaml": `${naming("debian.ts")}ignores: [{ rule: base-image/own-debian, reason: known }]\n`,
    });
    expect(verdictOf((await judged("scan", "rootfs:root", "--allow-rules")).report, "base-image/own-debian")).toEqual(
      expect.objectContaining({ verdict: "skipped", reason: "1 ignored: known" }),
    );
    const enforce = ["--allow-rules", "--enforce", "base-image/own-debian"];
    expect(own((await judged("scan", "rootfs:root", ...enforce)).report)).toHaveLength(1);
    const none = await judged("scan", "rootfs:root", "--allow-rules", "--enforce", "base-image/own-nothing");
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("no rule of policy.ruleFiles is called") });
  });
});

describe("a rule that is wrong about an image", () => {
  const yields = (at: string) => `yield { message: "x", at: ${isExample} ? { setting: "os" } : ${at} as never };`;
  const broken: readonly (readonly [name: string, check: string, reason: RegExp])[] = [
    ["throws", `if (!(${isExample})) throw new Error("odd"); ${yields("{ setting: 'os' }")}`, /Error: odd/],
    ["loops", `for (; !(${isExample}); ); ${yields("{ setting: 'os' }")}`, /took longer than 2 s/],
    ["span", yields("{ start: 0, end: 1 }"), /a place without a file is one of a Dockerfile/],
    ["file", yields("{ file: '/etc/passwd', span: { start: 0, end: 1 } }"), /a place without a file|is no finding/],
    ["layer", yields("{ layer: -1, path: '/' }"), /is no finding/],
    ["both", yields("{ layer: 0, path: '/', setting: 'x' }"), /is no finding/],
    [
      "evidence",
      `yield { message: "x", at: { setting: "os" }, evidence: ${isExample} ? [] : [{ kind: "advisory" } as never] };`,
      /is no finding/,
    ],
    [
      "endless",
      `while (!(${isExample})) ${yields("{ setting: 'os' }")} ${yields("{ setting: 'os' }")}`,
      /1000 findings|longer/,
    ],
  ];

  it("is failed with its reason, and all others are heard", async () => {
    const files = broken.map(([name, check]) => [`${name}.ts`, rule(`build/own-${name}`, "packages", check)] as const);
    const { judged } = await imageFolder({ "debian.ts": debian, ...Object.fromEntries(files) });
    const { code, report } = await judged("scan", "rootfs:root", "--allow-rules");
    expect(code).toBe(2);
    for (const [name, , reason] of broken)
      expect(verdictOf(report, `build/own-${name}`), name).toMatchObject({
        verdict: "failed",
        reason: expect.stringMatching(reason),
      });
    expect(own(report).map(({ id }) => id)).toEqual(["base-image/own-debian"]);
  });

  it.each([
    [
      "finds nothing in bad",
      "if (os.versionId !== undefined) yield { message: 'x', at: { setting: 'os' } };",
      /nothing is found in `bad`/,
    ],
    ["throws in its example", "throw new Error('odd');", /Error: odd/],
  ])("is not run where it %s", async (_, check, reason) => {
    const { judged } = await imageFolder({ "wrong.ts": rule("build/own-wrong", "packages", check) });
    const { code, report, stderr } = await judged("scan", "rootfs:root", "--allow-rules");
    expect(code).toBe(2);
    expect(report.unread).toEqual([{ path: "wrong.ts", reason: expect.stringMatching(reason) }]);
    expect(stderr).toMatch(reason);
  });

  it("changes nothing that hullproof says of the image", async () => {
    const writes = rule(
      "build/own-writes",
      "packages",
      `(os as { id: string }).id = "alpine"; (packages as unknown[]).length = 0; yield { message: "x", at: { setting: "os" } };`,
    );
    const { judged } = await imageFolder({ "a.ts": writes, "debian.ts": debian });
    const { report } = await judged("scan", "rootfs:root", "--allow-rules");
    expect(report.image?.os.id).toBe("debian");
  });
});

describe("explain", () => {
  it("loads one of a user's own with --allow-rules alone", async () => {
    const { run } = await imageFolder({ "debian.ts": debian });
    const { code, stdout } = await run("explain", "--allow-rules", "base-image/own-debian");
    expect(code).toBe(0);
    for (const text of ["An image of Debian", "Ours are distroless.", "Asks for: os, packages", '"id": "debian"'])
      expect(stdout).toContain(text);
    expect(await run("explain", "base-image/own-debian")).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("hullproof explain --allow-rules base-image/own-debian"),
    });
    expect((await run("explain", "--allow-rules", "build/own-other")).stderr).toMatch(
      /no rule build\/own-other of your own/,
    );
    expect((await run("explain", "--allow-rules", "build/maintainer")).code).toBe(0);
  });

  it("nothing of a hostile text of one reaches the terminal", async () => {
    const text = debian.replace("Ours are distroless.", "\\u001b]0;owned\\u0007 ::error::x \\u202e");
    const { run } = await imageFolder({ "debian.ts": text });
    const { stdout } = await run("explain", "--allow-rules", "base-image/own-debian");
    // oxlint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u001b\u0007\u202e]/);
  });
});
