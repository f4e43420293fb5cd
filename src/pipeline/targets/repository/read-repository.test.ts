// Repositories on disk, as Git creates them: read files, ignored files, and reasons for an incomplete result.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emptyConfig } from "../../../domain/settings/config.ts";
import { surroundingsReader } from "../../judge/surroundings.ts";
import { readRepository } from "./read-repository.ts";

let base: string;
let top: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "hullproof-test-repository-"));
  top = join(base, "top");
  mkdirSync(top);
});
afterEach(() => rmSync(base, { recursive: true }));

const git = (...args: readonly string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.example", ...args], { cwd: top, stdio: "pipe" });
const write = (files: Readonly<Record<string, string | Buffer>>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, name)), { recursive: true });
    writeFileSync(join(top, name), text);
  }
};
const paths = async () => (await readRepository(top)).files.map(({ path }) => path);
const unread = async () => (await readRepository(top)).unread;

describe("reading a repository", () => {
  it("reads texts of all folders, without those that Git ignores, unless it tracks them", async () => {
    write({
      ".gitignore": "ignored/\n*.tmp\ncompose.override.yaml\n",
      Dockerfile: "FROM debian\n",
      "a/b/run.sh": "x\n",
      ".github/workflows/a.yml": "x\n",
      "ignored/run.sh": "x\n",
      "ignored/tracked.sh": "x\n",
      "a.tmp": "x\n",
      "compose.override.yaml": "services: {}\n",
      "node_modules/a/index.js": "x\n",
      "sub/.gitignore": "b.sh\n",
      "sub/b.sh": "x\n",
    });
    git("init", "-q");
    git("add", "-f", "ignored/tracked.sh");
    expect(await paths()).toEqual([
      ".github/workflows/a.yml",
      "Dockerfile",
      "a/b/run.sh",
      "compose.override.yaml",
      "ignored/tracked.sh",
    ]);
  });

  it("skips files without commands, and files that are not text", async () => {
    write({
      "package-lock.json": "{}",
      ".dockerignore": "x\n",
      "Dockerfile.dockerignore": "x\n",
      "data.csv": "a,b\n",
      "a.bin": Buffer.from([1, 2, 0, 3]),
      "big.bin": Buffer.alloc(2 * 1024 * 1024),
      "a.txt": "",
    });
    expect(await paths()).toEqual(["a.txt"]);
  });

  it("detects UTF-16 by its mark", async () => {
    const text = "docker run x apt-get update\r\n";
    write({
      "a.ps1": Buffer.from(`\uFEFF${text}`, "utf16le"),
      "b.ps1": Buffer.from(`\uFEFF${text}`, "utf16le").swap16(),
      "c.ps1": `\uFEFF${text}`,
    });
    expect((await readRepository(top)).files.map((file) => file.text)).toEqual([text, text, text]);
  });

  it("opens no FIFO or socket, and follows no link out", async () => {
    execFileSync("mkfifo", [join(top, "fifo")]);
    writeFileSync(join(base, "secret"), "x\n");
    write({ "a/Dockerfile": "FROM debian\n" });
    symlinkSync("a/Dockerfile", join(top, "Dockerfile"));
    symlinkSync("a", join(top, "folder"));
    symlinkSync("nothing", join(top, "broken"));
    const index = await readRepository(top);
    expect(index.files.map(({ path }) => path)).toEqual(["a/Dockerfile"]);
    expect(index.links).toEqual([{ path: "Dockerfile", target: "a/Dockerfile" }]);
    symlinkSync("../secret", join(top, "out"));
    expect(await unread()).toBe("`out` was not read (a link that leads out of the repository)");
  });

  it("reads the target of a link in an ignored folder", async () => {
    write({ ".gitignore": "made/\n", "made/compose.yaml": "services: {}\n" });
    symlinkSync("made/compose.yaml", join(top, "compose.yaml"));
    expect(await paths()).toEqual(["compose.yaml"]);
  });

  it("returns a reason beyond its limits", async () => {
    write({ "a/b.sh": "x".repeat(1024 * 1024), "a/c.sh": "x", "a/d.sh": "x" });
    const beyond = async (limits: Readonly<Record<string, number>>) => (await readRepository(top, { limits })).unread;
    expect(await beyond({})).toBeUndefined();
    expect(await beyond({ files: 2 })).toBe("the repository has more than 2 texts, which are not read");
    expect(await beyond({ entries: 3 })).toBe("the repository has more than 3 files, which are not read");
    expect(await beyond({ megabytes: 1 })).toBe("the repository has more than 1 MB of texts, which are not read");
    expect(await beyond({ milliseconds: 0 })).toBe("reading the repository takes longer than 0 s");
    write({ "big.sql": "x".repeat(1024 * 1024 + 1) });
    expect(await unread()).toBe("`big.sql` was not read (larger than 1 MB)");
  });

  it("ends on abort", async () => {
    write({ "a.sh": "x\n" });
    const signal = AbortSignal.abort();
    await expect(readRepository(top, { signal, limits: { milliseconds: 0 } })).rejects.toThrow(/abort/);
  });

  it("returns a reason for a missing submodule", async () => {
    write({ ".gitmodules": '[submodule "lib"]\n\tpath = lib\n\turl = ../lib\n' });
    mkdirSync(join(top, "lib"));
    expect(await unread()).toBe("`lib` was not read (a submodule that is not checked out)");
  });
});

describe("looking around a Dockerfile", () => {
  it("reads the repository on a rule's first use, once, and only for a named folder", async () => {
    write({ "a/Dockerfile": "FROM debian\n", "b/Dockerfile": "FROM debian\n", "run.sh": "apt-get update\n" });
    git("init", "-q");
    const around = surroundingsReader({ cwd: top });
    const known = await around("a/Dockerfile", "FROM debian\n", emptyConfig, top);
    expect(await known.readRepository()).toBe(false);
    expect(known.repository?.().mention([])).toBe("the repository was not read");
    expect(await known.readRepository()).toBe(true);
    expect(known.repository?.().mention(["apt-get"])).toBe("`run.sh` line 1 mentions `apt-get`");
    expect(await known.readRepository()).toBe(false);
    rmSync(join(top, "run.sh"));
    const next = await around("b/Dockerfile", "FROM debian\n", emptyConfig, top);
    expect(next.repository?.().mention(["apt-get"])).toBe("`run.sh` line 1 mentions `apt-get`");
    const alone = await around("a/Dockerfile", "FROM debian\n", emptyConfig);
    expect(alone.repository).toBeUndefined();
    expect(await alone.readRepository()).toBe(false);
  });

  it("finds the outermost repository of the Dockerfile, and settings with another context", async () => {
    write({ "x/Dockerfile": "FROM debian\n", "x/run.sh": "apk add x\n", "run.sh": "apt-get update\n" });
    mkdirSync(join(top, "x/.git"));
    const ask = async (config = emptyConfig) => {
      const known = await surroundingsReader({ cwd: top })("x/Dockerfile", "FROM debian\n", config, top);
      known.repository?.();
      await known.readRepository();
      return known.repository?.();
    };
    expect((await ask())?.mention(["apt-get", "apk"])).toBe("`run.sh` line 1 mentions `apk`");
    const config = {
      ...emptyConfig,
      file: join(top, "x/hullproof.yaml"),
      build: { ...emptyConfig.build, context: "sub" },
    };
    expect((await ask(config))?.otherContext).toBe("`hullproof.yaml` names another build context");
    mkdirSync(join(top, ".git"));
    expect((await ask())?.mention(["apt-get", "apk"])).toBe("`run.sh` line 1 mentions `apt-get`");
  });
});
