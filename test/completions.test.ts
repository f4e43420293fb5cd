// Completions in the shells themselves; one that is not installed is left out, and said so.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { program } from "./cli/program.ts";

// Each starts programs, on a machine that may have others to run.
vi.setConfig({ testTimeout: 60_000 });

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hullproof-test-completions-"));
  // As PATH has it; a program of this name in the current folder must never be started.
  mkdirSync(join(folder, "bin"));
  script("bin/hullproof", `exec '${process.execPath}' '${program}' "$@"`);
  mkdirSync(join(folder, "repository"));
  script("repository/hullproof", "touch started");
  writeFileSync(join(folder, "repository", "Dockerfile"), "FROM scratch\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function script(path: string, line: string): void {
  writeFileSync(join(folder, path), `#!/bin/sh\n${line}\n`);
  chmodSync(join(folder, path), 0o755);
}

function inShell(shell: string, args: readonly string[], text: string): string {
  const env = {
    ...process.env,
    PATH: `${join(folder, "bin")}:${process.env["PATH"]}`,
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    XDG_DATA_HOME: folder,
  };
  const result = spawnSync(shell, [...args, text], { cwd: join(folder, "repository"), encoding: "utf8", env });
  expect(result.stderr).toBe("");
  return result.stdout;
}

/** What each shell offers for a line. */
const ways: Readonly<Record<string, (line: string) => readonly string[]>> = {
  bash(line) {
    const words = line.split(" ");
    const text = `eval "$(hullproof completions bash)"; COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; _hullproof; printf '%s\n' "\${COMPREPLY[@]}"`;
    return inShell("bash", ["--noprofile", "--norc", "-c"], text)
      .split("\n")
      .filter((one) => one !== "");
  },
  zsh(line) {
    // compsys draws menus; what would be drawn is what the function hands to _describe.
    const words = line.split(" ");
    const text = `autoload -Uz compinit; compinit -u -D; eval "$(hullproof completions zsh)"; _describe() { print -l -- "\${(@)found}"; }; _files() { print files; }; words=(${words.map((word) => `'${word}'`).join(" ")}); CURRENT=${words.length}; _hullproof`;
    return inShell("zsh", ["-f", "-c"], text)
      .split("\n")
      .filter((one) => one !== "")
      .map((one) => (one === "files" ? "" : one.replace(/(?<!\\):.*$/, "")))
      .filter((one) => one !== "");
  },
  fish(line) {
    const text = `hullproof completions fish | source; complete -C '${line}'`;
    return inShell("fish", ["--no-config", "-c"], text)
      .split("\n")
      .filter((one) => one !== "")
      .map((one) => one.split("\t")[0] ?? "");
  },
};

const installed = Object.keys(ways).filter((shell) => spawnSync(shell, ["-c", "true"]).status === 0);

describe.each(Object.keys(ways))("%s", (shell) => {
  it.skipIf(!installed.includes(shell)).each<[string, readonly string[], readonly string[]]>([
    ["hullproof ", ["check", "advisories", "completions"], ["--help"]],
    ["hullproof ver", ["verify"], ["check"]],
    ["hullproof advisories ", ["update", "build", "info"], ["check"]],
    ["hullproof check --fo", ["--format"], ["--fail-on", "check"]],
    ["hullproof check --format ", ["terminal", "sarif", "agent"], ["spdx"]],
    ["hullproof check --fail-on w", ["warning"], ["error"]],
    ["hullproof check --fail-on ", ["warning", "error"], ["Dockerfile"]],
    ["hullproof check --enforce cleanup/apt-l", ["cleanup/apt-lists"], ["build/maintainer"]],
    ["hullproof explain cleanup/apt-l", ["cleanup/apt-lists"], ["build/maintainer"]],
    ["hullproof emit --to kub", ["kubernetes"], ["compose"]],
    ["./hullproof ver", ["verify"], []],
  ])("%s", (line, offered, not) => {
    const found = (ways[shell] as (line: string) => readonly string[])(line);
    expect(found).toEqual(expect.arrayContaining([...offered]));
    for (const one of not) expect(found).not.toContain(one);
    expect(spawnSync("ls", [join(folder, "repository")], { encoding: "utf8" }).stdout).not.toContain("started");
  });

  it.skipIf(!installed.includes(shell))("a file is left to the shell", () => {
    const found = (ways[shell] as (line: string) => readonly string[])("hullproof check Docker");
    expect(found.filter((one) => one !== "Dockerfile")).toEqual([]);
    // The others' functions hand over to what the shell itself knows of files.
    if (shell === "fish") expect(found).toEqual(["Dockerfile"]);
  });
});

it("bash is here, on every machine that runs these tests", () => {
  expect(installed).toContain("bash");
});
