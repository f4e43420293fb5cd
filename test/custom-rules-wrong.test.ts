// Rules of a user's own that throw, loop, lie or can't be loaded: each is named with its reason, and nothing else is lost.
import { chmod, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { Report } from "../src/domain/report/report.ts";
import { customFolder, dockerfile, naming, noAdd, places, rule } from "./custom-rules-folder.ts";

// Each starts programs, on a machine that may have others to run.
vi.setConfig({ testTimeout: 60_000 });

const place = "at: instruction.span";

describe("a rule that is wrong", () => {
  const at = place;
  const broken: readonly (readonly [name: string, text: string, reason: RegExp])[] = [
    [
      "throws",
      rule(
        "build/own-throws",
        `{ if (dockerfile.file === "Dockerfile" && instruction.args.includes("/a /tmp/") && dockerfile.text.includes("MAINTAINER")) throw new Error("odd"); yield { message: "x", ${at} }; }`,
      ),
      /Error: odd/,
    ],
    [
      "loops",
      rule("build/own-loops", `{ for (; dockerfile.text.includes("MAINTAINER"); ); yield { message: "x", ${at} }; }`),
      /took longer than 2 s/,
    ],
    [
      "backtracks",
      rule(
        "build/own-backtracks",
        `{ if (dockerfile.text.includes("MAINTAINER")) /^(a+)+$/.test("a".repeat(60) + "b"); yield { message: "x", ${at} }; }`,
      ),
      /took longer than 2 s/,
    ],
    [
      "no-finding",
      rule(
        "build/own-no-finding",
        `{ if (dockerfile.text.includes("MAINTAINER")) yield 7 as never; yield { message: "x", ${at} }; }`,
      ),
      /yields what is no finding/,
    ],
    [
      "elsewhere",
      rule(
        "build/own-elsewhere",
        `{ if (dockerfile.text.includes("MAINTAINER")) yield { message: "x", at: { start: 5, end: 1e6 } }; yield { message: "x", ${at} }; }`,
      ),
      /is not in the text/,
    ],
    [
      "endless",
      rule(
        "build/own-endless",
        `{ while (dockerfile.text.includes("MAINTAINER")) yield { message: "x", ${at} }; yield { message: "x", ${at} }; }`,
      ),
      /more than 1000 findings|took longer/,
    ],
  ];
  it("is failed with its reason, and all others are heard", async () => {
    const { put, checked } = await customFolder();
    await put({
      Dockerfile: dockerfile,
      "hullproof.yaml": naming("no-add.ts", ...broken.map(([name]) => `${name}.ts`)),
      "no-add.ts": noAdd,
      ...Object.fromEntries(broken.map(([name, text]) => [`${name}.ts`, text])),
    });
    const without = await checked();
    const { code, report, stderr } = await checked("--allow-rules");
    expect(code).toBe(2);
    for (const [name, , reason] of broken) {
      const result = report.rules.find(({ rule: id }) => id === `build/own-${name}`);
      expect(result, name).toMatchObject({ verdict: "failed", reason: expect.stringMatching(reason) });
    }
    expect(places(report, "build/own-no-add")).toEqual(["3 not from there"]);
    const ours = ({ findings }: Report) => findings.filter(({ rule: id }) => !id.includes("/own-"));
    expect(ours(report)).toEqual(ours(without.report));
    expect(stderr).toContain("odd");
  });

  it("that changes what lists, texts, JSON or all objects are, changes nothing of the others", async () => {
    const changes = [
      "Array.prototype.map = (() => []) as never",
      "String.prototype.includes = () => false",
      "Map.prototype.get = () => undefined",
      "(Object.prototype as Record<string, unknown>)['severity'] = 'info'",
      'JSON.stringify = (() => "{}") as never',
      "globalThis.Array = Set as never",
      "Object.getPrototypeOf([].values()).next = (() => ({ done: true })) as never",
    ];
    const { put, checked } = await customFolder();
    await put({
      Dockerfile: dockerfile,
      "hullproof.yaml": naming(...changes.map((_, at) => `changes-${at}.ts`), "no-add.ts"),
      "no-add.ts": noAdd,
      ...Object.fromEntries(
        changes.map((change, at) => [
          `changes-${at}.ts`,
          rule(
            `build/own-changes-${at}`,
            `{ if (dockerfile.text.includes("MAINTAINER")) ${change}; yield { message: "x", ${place} }; }`,
          ),
        ]),
      ),
    });
    const { code, report, stderr } = await checked("--allow-rules");
    expect(code).toBe(2);
    for (const [at, change] of changes.entries())
      expect(
        report.rules.find(({ rule: id }) => id === `build/own-changes-${at}`),
        change,
      ).toMatchObject({ verdict: "failed", reason: expect.stringMatching(/^TypeError: /) });
    expect(places(report, "build/own-no-add")).toEqual(["3 not from there"]);
    expect(stderr).toContain("Correct the rule");
  });

  it("that leaves something running which breaks loses nothing", async () => {
    const { put, checked } = await customFolder();
    await put({
      Dockerfile: dockerfile,
      "b.Dockerfile": dockerfile,
      "hullproof.yaml": naming("later.ts", "no-add.ts"),
      "later.ts": rule(
        "build/own-later",
        `{ if (dockerfile.text.includes("MAINTAINER")) { void Promise.reject(new Error("later")); void fetch("http://127.0.0.1:9/"); } yield { message: "x", ${place} }; }`,
      ),
      "no-add.ts": noAdd,
    });
    const without = await checked();
    const { report, stderr } = await checked("--allow-rules");
    const ours = ({ findings }: Report) => findings.filter(({ rule: id }) => !id.includes("/own-"));
    expect(ours(report)).toEqual(ours(without.report));
    expect(ours(report).length).toBeGreaterThan(0);
    expect(stderr).not.toContain("This is a bug");
  });

  it("a file that can't be used is not run, the report says why, and nothing else is lost", async () => {
    const odd: readonly (readonly [name: string, text: string, reason: RegExp])[] = [
      [
        "another's id",
        noAdd.replace("build/own-no-add", "build/maintainer"),
        /id: a chapter, and a name that begins with own-/,
      ],
      ["no chapter", noAdd.replace("build/own-no-add", "mine/own-no-add"), /id: a chapter/],
      ["no export", "export const a = 1;\n", /no default export/],
      ["a list", "export default [];\n", /no rule/],
      ["null", "export default null;\n", /no rule/],
      ["a field more", noAdd.replace("  title", "  also: [],\n  title"), /also/],
      ["an unknown fact", noAdd.replace('needs: ["dockerfile"]', 'needs: ["later"]'), /needs\.0/],
      ["no example", noAdd.replace(/examples: \[.*\],/, "examples: [],"), /examples/],
      [
        "a bad that is good",
        noAdd.replace('bad: "FROM debian:13\\nADD https://example.com/a /tmp/', 'bad: "FROM debian:13'),
        /nothing is found in `bad`/,
      ],
      [
        "a good that is bad",
        noAdd.replace('good: "FROM debian:13\\n"', 'good: "FROM a\\nADD b c\\n"'),
        /finds in `good`: not from there/,
      ],
      [
        "an example of what it can't read",
        noAdd.replace('kind: "dockerfile"', 'kind: "compose"'),
        /is not known of a compose/,
      ],
      [
        "no generator",
        noAdd.replace(/\*check[^]*\n {2}\},\n/, "check() { return [] as never; },\n"),
        /returns no generator/,
      ],
      ["an asynchronous check", noAdd.replace("*check", "async *check" as string), /is asynchronous/],
      ["an error while it loads", `throw new TypeError("at once");\n${noAdd}`, /can't be loaded: TypeError: at once/],
      ["syntax that is none", "export default {;\n", /can't be loaded/],
      ["an enum", `enum A { B }\n${noAdd}`, /can't be loaded/],
      ["an import that is not there", `import "./none.ts";\n${noAdd}`, /can't be loaded/],
      ["an end of the process", `process.exit(0);\n${noAdd}`, /could not be finished/],
    ];
    const { put, checked } = await customFolder();
    const files = odd.map(([, text], at) => [`odd-${at}.ts`, text] as const);
    await put({
      Dockerfile: dockerfile,
      "hullproof.yaml": naming(...files.map(([file]) => file), "no-add.ts"),
      "no-add.ts": noAdd,
      ...Object.fromEntries(files),
    });
    const { code, report } = await checked("--allow-rules");
    expect(code).toBe(2);
    const reasons = new Map(report.unread?.map(({ path, reason }) => [path, reason]));
    expect(reasons.size).toBe(odd.length);
    for (const [at, [name, , reason]] of odd.entries()) expect(reasons.get(`odd-${at}.ts`), name).toMatch(reason);
    expect(places(report, "build/own-no-add")).toEqual(["3 not from there"]);
    expect(places(report, "build/maintainer")).toHaveLength(1);
  });

  it("a file elsewhere, of others, of another kind, and a second rule of one name are not run", async () => {
    const { folder, put, checked } = await customFolder();
    const outside = `${folder}-outside.ts`;
    await writeFile(outside, noAdd);
    const names = ["../x.ts", "link.ts", "open.ts", "no-add.txt", "none.ts", "folder.ts", "no-add.ts", "again.ts"];
    await put({
      Dockerfile: dockerfile,
      "hullproof.yaml": naming(...names),
      "no-add.ts": noAdd,
      "again.ts": noAdd,
      "open.ts": noAdd,
      "no-add.txt": noAdd,
    });
    await symlink(outside, join(folder, "link.ts"));
    await mkdir(join(folder, "folder.ts"));
    await chmod(join(folder, "open.ts"), 0o666);
    const { code, report } = await checked("--allow-rules");
    await rm(outside);
    expect(code).toBe(2);
    expect(new Set(report.unread?.map(({ path }) => path))).toEqual(
      new Set(names.filter((name) => name !== "no-add.ts").map((name) => (name === "../x.ts" ? "../x.ts" : name))),
    );
    expect(places(report, "build/own-no-add")).toHaveLength(1);
  });

  it("one that never ends loading is ended", { timeout: 90_000 }, async () => {
    const { put, checked } = await customFolder();
    await put({
      Dockerfile: dockerfile,
      "hullproof.yaml": naming("odd.ts", "no-add.ts"),
      "odd.ts": `for (;;);\n${noAdd}`,
      "no-add.ts": noAdd,
    });
    const { code, report } = await checked("--allow-rules");
    expect(code).toBe(2);
    expect(report.unread).toEqual([{ path: "odd.ts", reason: expect.stringContaining("took longer than 10 s") }]);
    expect(places(report, "build/own-no-add")).toEqual(["3 not from there"]);
  });

  it("`rules --allow-rules` lists yours, and says what is wrong with the others", async () => {
    const { put, run } = await customFolder();
    await put({ "hullproof.yaml": naming("no-add.ts", "odd.ts"), "no-add.ts": noAdd, "odd.ts": "export default 1;\n" });
    const { code, stdout, stderr } = await run("rules", "--allow-rules");
    expect([code, stdout]).toEqual([2, expect.stringMatching(/rules of your own\n {2}build\/own-no-add +error/)]);
    expect(stderr).toMatch(/^hullproof: odd\.ts: what it exports is no rule/);
    const json = await run("rules", "--format", "json", "--allow-rules");
    expect(JSON.parse(json.stdout)).toContainEqual(expect.objectContaining({ id: "build/own-no-add", yours: true }));
    expect((await run("rules")).stdout).not.toContain("own-no-add");
  });
});
