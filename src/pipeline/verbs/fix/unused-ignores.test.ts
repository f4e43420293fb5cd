import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../../context.ts";
import { fixFiles } from "./fix-files.ts";

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-unused-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The text after `fix --write`, which a second call must not change. */
async function fixed(name: string, text: string, others: Readonly<Record<string, string>> = {}): Promise<string> {
  for (const [path, own] of Object.entries({ ...others, [name]: text })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), own);
  }
  const context = { cwd: folder, today: "2026-11-28", version: "0", progress: () => {} } as unknown as Context;
  const options = { write: true, proven: false, suggested: false, measure: false };
  const [first] = (await fixFiles([name], options, context)).files;
  expect(first?.fixes.filter(({ outcome }) => outcome === "dropped")).toEqual([]);
  const once = await readFile(join(folder, name), "utf8");
  const [again] = (await fixFiles([name], options, context)).files;
  expect(again).toMatchObject({ changed: false });
  return once;
}
const stays = async (name: string, text: string): Promise<void> => expect(await fixed(name, text)).toBe(text);

const ignore = "# hullproof ignore capabilities/privileged: it was privileged";
const web = "services:\n  web:\n    image: example/web:1.4\n";

describe("an unused suppression is removed from", () => {
  it.each<[string, string, string]>([
    ["above a service", `services:\n  ${ignore}\n  web:\n    image: example/web:1.4\n`, web],
    ["within a service", `${web}    ${ignore}\n    read_only: true\n`, `${web}    read_only: true\n`],
    ["the end, without a line break", `${web}  ${ignore}`, web],
    ["the whole file", `# hullproof ignore-file capabilities/privileged: none is\n${web}`, web],
    [
      "lines of CR LF",
      `services:\r\n  ${ignore}\r\n  web:\r\n    image: a:1\r\n`,
      "services:\r\n  web:\r\n    image: a:1\r\n",
    ],
    ["after a byte order mark", `\uFEFF${ignore}\n${web}`, `\uFEFF${web}`],
    ["among others, which stay", `# one\n${ignore}\n# two\n${web}`, `# one\n# two\n${web}`],
    [
      "a flow mapping of several lines",
      `services:\n  web: {\n    ${ignore}\n    image: a:1 }\n`,
      "services:\n  web: {\n    image: a:1 }\n",
    ],
    [
      "one of two services with equal text",
      `${web}    privileged: true\n    ${ignore}\n  db:\n    image: a:1\n    ${ignore}\n    user: "1"\n`,
      `${web}    privileged: true\n    ${ignore}\n  db:\n    image: a:1\n    user: "1"\n`,
    ],
  ])("a Compose file: %s", async (_, before, after) => {
    expect(await fixed("compose.yaml", before)).toBe(after);
  });

  it("a manifest, above and in a container and in each document", async () => {
    const pod = (name: string, own: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec:\n  containers:\n${own}  - name: a\n    image: a:1\n${own}`;
    expect(await fixed("pod.yaml", `${pod("a", `  ${ignore}\n`)}---\n${pod("b", `  ${ignore}\n`)}`)).toBe(
      `${pod("a", "")}---\n${pod("b", "")}`,
    );
  });

  it("a unit, but not from inside a continued line", async () => {
    const unit = "[Container]\nImage=docker.io/example/web:1.4\n";
    expect(await fixed("web.container", `${unit}${ignore}\nUser=1000\n`)).toBe(`${unit}User=1000\n`);
    await stays("web.container", `${unit}; ${ignore.slice(2)}\nUser=1000\n`);
  });
});

describe("a suppression stays", () => {
  it.each<[string, string]>([
    ["where it suppresses a finding", `${web}    ${ignore}\n    privileged: true\n`],
    ["behind a value", `${web}    privileged: false ${ignore}\n`],
    ["as a line of a block of text", `${web}    command: |\n      ${ignore}\n      run\n`],
    ["as a line of a folded text", `${web}    command: >-\n      ${ignore}\n`],
    ["in a text of several lines in quotes", `${web}    command: "a\n      ${ignore}\n      b"\n`],
    ["for an unknown rule", `${web}    # hullproof ignore capabilities/own-rule: ours\n`],
    ["for a rule of another tool", `${web}    # hullproof ignore hadolint/DL3002: theirs\n`],
    ["after its last day, for review", `${web}    # hullproof ignore capabilities/privileged until 2026-01-01: x\n`],
    ["where a line break of YAML alone ends it", `${web}    ${ignore}\r    privileged: false\n`],
    ["in a file that can't be read", `${ignore}\n${web}  web:\n    image: [\n`],
  ])("%s", async (_, text) => {
    await stays("compose.yaml", text);
  });

  it("in another file of the project, which is not fixed itself", async () => {
    const override = `services:\n  web:\n    ${ignore}\n    privileged: true\n`;
    await fixed("compose.yaml", web, { "compose.override.yaml": override });
    expect(await readFile(join(folder, "compose.override.yaml"), "utf8")).toBe(override);
  });
});
