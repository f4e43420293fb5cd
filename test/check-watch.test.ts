// `check --watch` as a user starts it; each step waits for what the one before made it say.
import { spawn } from "node:child_process";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { program } from "./cli/program.ts";
import { onScreen } from "./cli/on-screen.ts";
import { hasTerminal } from "./cli/on-terminal.ts";
import { cli, folderOf } from "./cli/run-cli.ts";

const good = 'FROM debian:13.1-slim\nUSER 1000\nCMD ["sh"]\n';
const bad = 'FROM debian:latest\nUSER 1000\nCMD ["sh"]\n';

/** What it says, on both streams, and a promise of a text in what it has said since the last one. */
function watching(cwd: string, ...args: string[]) {
  const child = spawn(
    process.execPath,
    [program, "check", "--watch", "--bases", "none", "--shellcheck", "none", ...args],
    {
      cwd,
      env: { ...process.env, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let [said, from] = ["", 0];
  let heard = () => {};
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      heard();
    });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  void ended.then(() => heard());
  return {
    async until(text: RegExp): Promise<string> {
      for (;;) {
        const part = said.slice(from);
        const found = text.exec(part);
        if (found !== null) {
          from += found.index + found[0].length;
          return part.slice(0, found.index + found[0].length);
        }
        if (child.exitCode !== null) throw new Error(`it ended without ${text}: ${part}`);
        await new Promise<void>((resolve) => (heard = resolve));
      }
    },
    stop: () => child.kill("SIGINT"),
    ended,
    [Symbol.dispose]: () => void child.kill("SIGKILL"),
  };
}

describe("check --watch", { timeout: 60_000 }, () => {
  it("says what each change brought and took, and ends by Ctrl-C", async () => {
    await using folder = await folderOf({ Dockerfile: good });
    await using aside = await folderOf({});
    const at = (name: string) => join(folder.path, name);
    // In one step: a watch that is quick enough would see a file that is half written, and say so.
    const save = (name: string, text: string) => {
      writeFileSync(join(aside.path, "file"), text);
      renameSync(join(aside.path, "file"), at(name));
    };
    using watch = watching(folder.path);
    await watch.until(/watching 1 folder; Ctrl-C ends it\n/);

    save("Dockerfile", bad);
    const first = await watch.until(/Dockerfile changed: .*\n/);
    expect(first).toMatch(/base-image\/\S+/);
    expect(first).toMatch(/Dockerfile changed: \d new/);
    expect(first).toContain("1 │ FROM debian:latest");

    save("Dockerfile", good);
    expect(await watch.until(/ changed: .*\n/)).toMatch(/✔ fixed[^]*changed: \d fixed/);

    // Nothing is found that was not known, and whoever saved it hears so.
    save("Dockerfile", `${good}# a comment\n`);
    expect(await watch.until(/ changed: .*\n/)).toMatch(/^\d\d:\d\d:\d\d {2}Dockerfile changed: nothing new/);

    // A folder, and a file in it that is made at once.
    mkdirSync(at("deep/er"), { recursive: true });
    save("deep/er/Dockerfile", bad);
    expect(await watch.until(/ new; now .*\n/)).toContain("deep/er/Dockerfile");
    save("deep/er/Dockerfile", good);
    expect(await watch.until(/ fixed; now .*\n/)).toContain("deep/er/Dockerfile changed");
    save("deep/er/Dockerfile", bad);
    await watch.until(/ new; now .*\n/);
    rmSync(at("deep"), { recursive: true });
    expect(await watch.until(/ fixed; now .*\n/)).toContain("deep");

    save("hullproof.yaml", "rules: [\n");
    expect(await watch.until(/hullproof: [^]*?\n {2}.*\n/)).toContain("hullproof.yaml");
    save("hullproof.yaml", "rules: {}\n");
    await watch.until(/hullproof\.yaml changed: nothing new.*\n/);

    rmSync(at("Dockerfile"));
    expect(await watch.until(/hullproof: [^]*?\n {2}.*\n/)).toContain("nothing to check");
    save("Dockerfile", bad);
    await watch.until(/Dockerfile changed: \d new.*\n/);

    watch.stop();
    expect(await watch.ended).toBe(0);
  });

  it("is one object a line as JSON, and follows one file", async () => {
    await using folder = await folderOf({ Dockerfile: bad, other: "" });
    using watch = watching(folder.path, "Dockerfile", "--format", "json");
    const all = JSON.parse(await watch.until(/^\{"kind":"all".*\n/)) as { report: { findings: unknown[] } };
    expect(all.report.findings.length).toBeGreaterThan(0);
    writeFileSync(join(folder.path, "new"), good);
    renameSync(join(folder.path, "new"), join(folder.path, "Dockerfile"));
    const change = JSON.parse(await watch.until(/^.*\n/)) as Record<string, unknown[]>;
    expect(change).toMatchObject({
      kind: "change",
      files: expect.arrayContaining(["Dockerfile"]) as string[],
      new: [],
    });
    expect(change["fixed"]?.length).toBeGreaterThan(0);
    watch.stop();
    expect(await watch.ended).toBe(0);
  });

  it.runIf(hasTerminal)("stands still on a terminal while nothing changes, and ends by Ctrl-C there", async () => {
    await using folder = await folderOf({ Dockerfile: good });
    const { shown, code } = await onScreen(["check", "--watch"], folder.path, [
      ["wait", "Ctrl-C ends it"],
      ["signal", 2],
    ]);
    expect(code).toBe(0);
    // Progress is taken away before the report, and none is drawn behind the last line.
    const spinner = /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/;
    // oxlint-disable-next-line no-control-regex
    expect(shown.slice(0, shown.indexOf("Read "))).toMatch(/^(?:[^]*\r\u001b\[2K)?$/);
    expect(shown.slice(shown.indexOf("Read "))).not.toMatch(spinner);
  });

  it.each([
    ["an image", ["daemon:x"], "daemon:x is an image"],
    ["a file for the result", ["--output", "x"], "takes neither --output"],
    ["a format that is one document", ["--format", "sarif"], "takes neither --output"],
    ["a target that is not there", ["./none"], "./none"],
  ])("refuses %s", async (_, args, message) => {
    await using folder = await folderOf({ Dockerfile: good });
    const { code, stderr } = await cli(["check", "--watch", ...args], { cwd: folder.path });
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
