// `inspect --tree` on a pseudo-terminal, with a key after each screen that it waits for.
import { existsSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { onScreen, type ScreenStep } from "./cli/on-screen.ts";
import { hasTerminal } from "./cli/on-terminal.ts";
import { cli, folderOf, root } from "./cli/run-cli.ts";
import { dockerSave, type Member } from "./images/archive.ts";

const osc = "\u001b]0;PWNED\u0007\u001b[2J";
const base: readonly Member[] = [
  { path: "etc/os-release", content: "ID=debian\nVERSION_ID=13\n" },
  { path: "etc/motd", content: `hello\n${osc}\nlast line\n` },
  { path: "srv/old", content: "o".repeat(9_000) },
  { path: "bin/tool", content: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]) },
];
const app: readonly Member[] = [
  { path: "srv/.wh.old" },
  { path: "etc/motd", content: "changed\n" },
  { path: "app/main.py", content: "print('hi')\n" },
  { path: `app/x${osc}\n::error::y\u202e`, content: "hostile" },
  { path: "app/$(touch pwned)", content: "command" },
  { path: "app/link", type: "symlink", link: "main.py" },
];

let folder: Awaited<ReturnType<typeof folderOf>>;
beforeAll(async () => {
  folder = await folderOf({ Dockerfile: "FROM base\nCOPY . /\n", there: "mine" });
  await mkdir(join(folder.path, "elsewhere"));
  symlinkSync(join(folder.path, "nowhere"), join(folder.path, "dangling"));
  const history = [{ created_by: "base" }, { created_by: "COPY . / # buildkit" }];
  await writeFile(join(folder.path, "a.tar"), dockerSave({ layers: [base, app], history }));
});
afterAll(() => folder[Symbol.asyncDispose]());

const walk = (steps: readonly ScreenStep[], env = {}, ...more: string[]) =>
  onScreen(["inspect", "a.tar", "--tree", ...more], folder.path, steps, env);
const down = "\u001b[B";
const search = (text: string): ScreenStep[] => [
  ["keys", "/"],
  ["wait", "Enter searches"],
  ["keys", `${text}\r`],
];
const taken = "\u001b[?1049h\u001b[?25l\u001b[?7l";
const given = "\u001b[?7h\u001b[?25h\u001b[?1049l";
// oxlint-disable-next-line no-control-regex
const ours = /\u001b\[(?:\?(?:1049|25|7)[hl]|[HKJ]|2K|0?m)/g;

describe.runIf(hasTerminal)("inspect --tree at a terminal", { timeout: 60_000 }, () => {
  it("shows layers, what each does, and the line that made it", async () => {
    const { shown, code, same } = await walk(
      [
        ["wait", "q quit"],
        ["keys", "\t"],
        ["wait", "choose a layer"],
        ["keys", down + down],
        ["wait", "layer 1: + added"],
        ["keys", "\r"],
        ["wait", "Right opens"],
        ...search("motd"),
        ["wait", "/etc/motd"],
        ...search("old"),
        ["wait", "/srv/old"],
        ...search("main"),
        ["wait", "/app/main.py"],
        ["size", 30, 8],
        ["wait", "Too small"],
        ["size", 60, 12],
        ["wait", "main.py"],
        ["keys", "q"],
      ],
      {},
      "--dockerfile",
      "Dockerfile",
    );
    expect([code, same]).toEqual([0, true]);
    expect(shown).toContain("Dockerfile:2  COPY . /");
    expect(shown).toMatch(/8\.8 KiB - +old/);
    expect(shown).toMatch(/\+ +main\.py/);
    expect(shown).toMatch(/~ +motd/);
    expect(shown).toMatch(/8\.8 KiB wasted/);
    expect(shown.split(taken)).toHaveLength(2);
    expect(shown.split(given)).toHaveLength(2);
    expect(shown.indexOf(given)).toBeGreaterThan(shown.lastIndexOf("\u001b[J"));
  });

  it("names of an image steer nothing, and are ASCII where the locale is", async () => {
    const { shown, code } = await walk(
      [["wait", "q quit"], ...search("error"), ["wait", "/app/x"], ["keys", "v"], ["wait", "hostile"], ["keys", "qq"]],
      { LC_ALL: "C" },
    );
    expect(code).toBe(0);
    expect(shown).toContain(String.raw`\u{202e}`);
    // Before it stands the progress of reading the image.
    const rest = shown.slice(shown.indexOf(taken)).replaceAll(ours, "");
    // oxlint-disable-next-line no-control-regex
    expect(rest).not.toMatch(/[^\n\r\x20-\x7e]/);
    expect(shown).not.toMatch(/^\s*::error/m);
  });

  it("shows a file of each side, and saves one for its owner alone, under a harmless name, and over nothing", async () => {
    const saveAs = (name: string, answer: string): ScreenStep[] => [
      ["keys", "s"],
      ["wait", "Save as:"],
      ["keys", `\u0015${name}\r`],
      ["wait", answer],
    ];
    const { shown, code, same } = await walk([
      ["wait", "q quit"],
      ...search("motd"),
      ["wait", "/etc/motd"],
      ["keys", "v"],
      ["wait", "changed"],
      ["keys", "q"],
      ["wait", "q quit"],
      ...search("link"),
      ["wait", "/app/link"],
      ["keys", "v"],
      ["wait", "print('hi')"],
      ["keys", "q"],
      ["wait", "q quit"],
      ...search("tool"),
      ["wait", "/bin/tool"],
      ["keys", "v"],
      ["wait", "00000000  7f 45 4c 46 00 01"],
      ["keys", "q"],
      ["wait", "q quit"],
      ...search("old"),
      ["wait", "/srv/old"],
      ["keys", "v"],
      ["wait", "It is deleted here"],
      ["keys", "\t"],
      ["wait", "choose a layer"],
      ["keys", down],
      ["wait", "layer 0: + added"],
      ...search("motd"),
      ["wait", "/etc/motd"],
      ["keys", "v"],
      ["wait", "last line"],
      ["keys", "q"],
      ["wait", "q quit"],
      ["keys", "\t"],
      ["wait", "choose a layer"],
      ["keys", down],
      ["wait", "layer 1: + added"],
      ...search("touch"),
      ["wait", "/app/$(touch pwned)"],
      ["keys", "s"],
      ["wait", "Save as: __touch_pwned__"],
      ["keys", "\r"],
      ["wait", "saved to __touch_pwned_"],
      ...saveAs("there", "there is there already"),
      ...saveAs("dangling", "dangling is there already"),
      ...saveAs("elsewhere", "elsewhere is there already"),
      ...saveAs("none/x", "its folder does not exist"),
      ...saveAs("elsewhere/y", "saved to elsewhere/y"),
      ["keys", "s"],
      ["wait", "Save as:"],
      ["keys", "\u001b"],
      ["gone", "Save as:"],
      // The end of input is one of the ways out.
      ["keys", "\u0004"],
    ]);
    expect([code, same]).toEqual([0, true]);
    expect(shown).toContain(String.raw`\x1b]0;PWNED\x07\x1b[2J`);
    for (const path of ["__touch_pwned_", "elsewhere/y"]) {
      expect(readFileSync(join(folder.path, path), "utf8")).toBe("command");
      expect(statSync(join(folder.path, path)).mode & 0o777).toBe(0o600);
    }
    expect(readFileSync(join(folder.path, "there"), "utf8")).toBe("mine");
    expect([existsSync(join(folder.path, "nowhere")), existsSync(join(folder.path, "pwned"))]).toEqual([false, false]);
  });

  it.each([
    ["Ctrl-C", ["keys", "\u0003"] as const, "interrupted by SIGINT"],
    ["SIGTERM", ["signal", 15] as const, "interrupted by SIGTERM"],
  ])("gives the terminal back: %s", async (_, end, said) => {
    const result = await walk([["wait", "q quit"], end]);
    expect([result.code, result.same]).toEqual([2, true]);
    expect(result.shown.split(given)).toHaveLength(2);
    expect(result.shown.slice(result.shown.indexOf(given))).toContain(said);
  });

  it("gives the terminal back when the program breaks", async () => {
    const script = [
      `import { openTerminals } from ${JSON.stringify(join(root, "src/supervision/terminals.ts"))};`,
      `import { openScreen } from ${JSON.stringify(join(root, "src/supervision/screen.ts"))};`,
      "const screen = openScreen(process.stdin, openTerminals(), new AbortController().signal);",
      "await screen.next();",
      'screen.draw(["ready"]);',
      "await screen.next();",
      "throw new Error('it broke');",
    ].join("\n");
    const command = [process.execPath, "--input-type=module", "-e", script];
    const result = await onScreen(
      [],
      folder.path,
      [
        ["wait", "ready"],
        ["keys", "x"],
      ],
      {},
      command,
    );
    expect([result.code, result.same]).toEqual([2, true]);
    expect(result.shown.split(given)).toHaveLength(2);
  });
});

describe("inspect --tree without a terminal", () => {
  it("prints a tree that is bounded, as deep as is asked for", async () => {
    const { stdout, code } = await cli(["inspect", "a.tar", "--tree"], { cwd: folder.path });
    expect(code).toBe(0);
    expect(stdout).toContain("2 levels deep");
    expect(stdout).not.toContain("\u001b");
    const one = await cli(["inspect", "a.tar", "--tree", "--depth", "1"], { cwd: folder.path });
    expect(one.stdout).toContain("1 level deep");
    expect(one.stdout.split("\n").length).toBeLessThan(stdout.split("\n").length);
  });

  it("takes no number itself", async () => {
    const { code, stderr } = await cli(["inspect", "a.tar", "--tree", "3"], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain("--depth 3");
  });
});
