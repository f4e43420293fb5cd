import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";
import type { Instruction } from "./dockerfile.ts";
import { readRange } from "../../formats/shell/exec-script.ts";
import { runBodies } from "./run-commands.ts";
import { shellScripts } from "./shell-scripts.ts";
import { dockerfileFact } from "./stages.ts";

function instruction(line: string): { readonly one: Instruction; readonly text: string } {
  const { stages, text } = dockerfileFact(parseDockerfile("Dockerfile", `FROM debian:trixie-slim\n${line}\n`));
  const one = stages[0]?.instructions.at(-1);
  if (one === undefined) throw new Error("no instruction");
  return { one, text };
}

const read = (line: string) =>
  instruction(line).one.commands?.map(({ name, words, wrappers, after, topLevel, assignments, redirects }) => ({
    name,
    words: words.map(({ text, literal }) => [text, literal]),
    wrappers,
    after,
    topLevel,
    assigned: assignments?.map((one) => one.name),
    redirects: redirects?.map(({ operator, target }) => [operator, target.text]),
  }));

/** Each word as the source has it. */
function places(line: string): string[][] {
  const { one, text } = instruction(line);
  return (one.commands ?? []).map(({ words }) => words.map(({ span }) => text.slice(span.start, span.end)));
}

describe("an exec form is read like the same command in shell form", () => {
  it.each([
    ["apt-get", "install", "-y", "curl"],
    ["/usr/bin/apt-get", "update"],
    ["/usr/local/bin/pip3.12", "install", "flask==3"],
    ["/opt/venv/bin/pip", "install", "flask"],
    ["sudo", "apt", "install", "jq"],
    ["/usr/bin/sudo", "rm", "-rf", "/var/lib/apt/lists"],
    ["sudo", "-E", "-u", "app", "rm", "/x"],
    ["env", "A=1", "B=2", "apt-get", "install", "curl"],
    ["/usr/bin/env", "nice", "-n", "5", "npm", "ci"],
    ["busybox", "wget", "https://example.com/"],
    ["timeout", "5", "curl", "https://example.com/"],
    ["rm"],
    ["python", "-m", "pip", "install", "-r", "requirements.txt"],
    ["npm", "ci", "--ignore-scripts"],
    ["sudo"],
    ["sh"],
    ["sh", "-c"],
    ["bash", "build.sh", "-c", "rm"],
  ])("%j %j %j %j", (...words: string[]) => {
    const shell = read(`RUN ${words.join(" ")}`);
    expect(shell).toHaveLength(1);
    for (const keyword of ["RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK CMD", "ONBUILD RUN"])
      expect(read(`${keyword} ${JSON.stringify(words)}`), keyword).toEqual(shell);
  });

  const scripts = [
    "apt-get update && apt-get install curl",
    'echo "$X" > "/a b"; rm -rf /x || true',
    "A=1 sudo -E make | tee 'a\\nb'",
    "set -e; for i in 1 2; do ( cd /x; y ); done",
    "sh -c 'apt-get update; cd /x'",
    "",
    "# only a comment",
    "x=$(curl https://example.com/); eval `y`",
  ];
  it.each(scripts)("reads the script of a shell: %j", (script) => {
    const shell = read(`RUN ${script}`) ?? [];
    for (const words of [
      ["sh", "-c", script],
      ["/bin/bash", "-euo", "pipefail", "-c", script],
      ["/bin/bash", "-ceuo", "pipefail", script],
      ["bash", "--norc", "--rcfile", "/x", "-lc", script, "name", "rm -rf /"],
      ["bash", "-c", "-e", "--", script],
      ["sh", "-o", "errexit", "-c", script],
      ["/usr/bin/env", "bash", "-c", script],
      ["busybox", "ash", "-c", script],
      ["/busybox/sh", "-c", script],
      ["exec", "dash", "-c", script],
    ]) {
      const own = read(`RUN ${JSON.stringify(words)}`);
      expect(own?.map((one) => ({ ...one, wrappers: undefined }))).toEqual(
        shell.map((one) => ({ ...one, wrappers: undefined })),
      );
      expect(instruction(`RUN ${JSON.stringify(words)}`).one.execScript?.text).toBe(script);
    }
  });

  it("ignores SHELL in an exec form", () => {
    const line = (body: string) => instruction(`SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN ${body}`).one.shell;
    expect(line("a | b")).toEqual(["/bin/bash", "-o", "pipefail", "-c"]);
    expect(line('["sh", "-ec", "a | b", "$0"]')).toEqual(["sh", "-ec"]);
    expect(line('["env", "A=1", "bash", "-c", "a"]')).toEqual(["bash", "-c"]);
    expect(line('["a", "|", "b"]')).toBeUndefined();
  });

  it("keeps the words around a script", () => {
    expect(read('RUN ["env", "A=1", "sudo", "-u", "app", "sh", "-c", "apt-get update; B=2 sudo x"]')).toMatchObject([
      { name: "apt-get", wrappers: ["env", "sudo"], assigned: ["A"] },
      { name: "x", wrappers: ["env", "sudo", "sudo"], assigned: ["B"] },
    ]);
    expect(read('RUN ["su", "app", "-c", "cd /x && make"]')).toMatchObject([
      { name: "cd", wrappers: ["su"] },
      { name: "make", wrappers: ["su"] },
    ]);
    // Operands come from elsewhere.
    expect(read('RUN ["xargs", "sh", "-c", "rm \\"$@\\"", "sh"]')).toMatchObject([{ name: "rm", topLevel: false }]);
  });

  it("treats words that no POSIX shell reads as one command", () => {
    expect(read('RUN ["echo", "$HOME", "a b", "&&", "rm *"]')).toMatchObject([
      { name: "echo", words: ["echo", "$HOME", "a b", "&&", "rm *"].map((text) => [text, true]) },
    ]);
    for (const words of [
      ["cmd", "/S", "/C", "apt-get update"],
      ["powershell", "-Command", "apt-get update"],
      ["pwsh", "-c", "apt-get update"],
      ["C:\\Program Files\\Git\\bin\\sh.exe", "-c", "apt-get update"],
      ["zsh", "-c", "apt-get update"],
      ["fish", "-c", "apt-get update"],
      ["python3", "-c", "apt-get update"],
      ["env", "-S", "sh -c 'apt-get ${X}"],
      ["tini", "-Z", "sh", "-c", "apt-get update"],
      ["SH", "-c", "apt-get update"],
      ["", "-c", "apt-get update"],
    ]) {
      const { one } = instruction(`RUN ${JSON.stringify(words)}`);
      expect(one.commands?.map((command) => command.words.map(({ text }) => text))).toEqual([words]);
      expect([one.execScript, one.unparsed]).toEqual([undefined, undefined]);
    }
  });

  it("skips a script that a shell would refuse", () => {
    const { one } = instruction('RUN ["sh", "-c", "if true"]');
    expect(one.commands).toBeUndefined();
    expect(one.unparsed).toMatch(/^syntax error: /);
    expect(one.execScript?.text).toBe("if true");
  });

  it.each(["RUN []", "CMD []", "RUN <<E\n#!/usr/bin/env python3\nimport os\nE", "HEALTHCHECK NONE"])(
    "%s has none",
    (line) => {
      expect(read(line)).toBeUndefined();
    },
  );
});

describe("offsets of words in the JSON", () => {
  it.each<[string, string[][]]>([
    ['RUN ["pip", \\\n  "install", "caf\\u00e9"]', [['"pip"', '"install"', '"caf\\u00e9"']]],
    ['RUN ["sh", "-c", "a \\"b c\\" && d\\\\e"]', [["a", '\\"b c\\"'], ["d\\\\e"]]],
    [
      'RUN ["sh", "-c", "\\u0061pt-get\\tupdate\\nd\\u0020e"]',
      [
        ["\\u0061pt-get", "update"],
        ["d", "e"],
      ],
    ],
    ['RUN ["sh", "-c", "a \\\n    b; \\\n  # why\n  c"]', [["a", "b"], ["c"]]],
    ['RUN ["sh", "-c", "a\\/b \\u00\\\n41c"]', [["a\\/b", "\\u00\\\n41c"]]],
    ['HEALTHCHECK --interval=5s CMD ["sh", "-c", "a b"]', [["a", "b"]]],
    ['RUN ["sh", "-c", "a \\ud83d\\ude00 b"]', [["a", "\\ud83d\\ude00", "b"]]],
    ['RUN ["sh", "-c", "bash -c \\"x \'y z\'\\""]', [["x", "'y z'"]]],
  ])("%j", (line, expected) => {
    expect(places(line)).toEqual(expected);
  });

  it("reads the text before a command without escapes", () => {
    const { one, text } = instruction('RUN ["sh", "-c", "A=\\"x\\" \\u0073udo -E b; C=\\"1\\""]');
    expect(one.commands?.map(({ prefix }) => prefix)).toEqual(['A="x" sudo -E ', 'C="1"']);
    const [assignment] = one.commands?.[0]?.assignments ?? [];
    expect(assignment && readRange(text, one.execScript, assignment.span)).toBe('A="x"');
    expect(assignment && text.slice(assignment.span.start, assignment.span.end)).toBe('A=\\"x\\"');
    expect(instruction('RUN ["env", "A=x y", "b"]').one.commands?.[0]?.prefix).toBe("env A='x y' ");
  });
});

it("passes a literal script of the JSON to ShellCheck", () => {
  const scripts = (line: string) => {
    const dockerfile = dockerfileFact(parseDockerfile("Dockerfile", `FROM a\n${line}\n`));
    return shellScripts(dockerfile).map(({ shell, text, at }) => [
      shell,
      text,
      dockerfile.text.slice(at, at + text.length),
    ]);
  };
  expect(scripts('RUN ["/bin/bash", "-euc", "a $b; c"]')).toEqual([["bash", "a $b; c", "a $b; c"]]);
  expect(scripts('RUN ["sh", "-c", "a \\"$b\\""]\nRUN ["sh", "-c", "\\u0061"]\nRUN ["a", "$b"]')).toEqual([]);
});

describe("source text", () => {
  const written = (line: string) =>
    runBodies(dockerfileFact(parseDockerfile("Dockerfile", `FROM a\n${line}\n`))).map((body) =>
      body.written.map(({ program, args, piped }) => [program, ...args, ...(piped ? ["<"] : [])]),
    )[0];

  it.each<[string, string[][]]>([
    ['RUN ["sudo", "a", "b"]', [["sudo", "a", "b"]]],
    ['RUN ["/usr/bin/sudo", "sh", "-c", "a; b"]', [["sudo", "sh", "-c", "a; b"], ["a"], ["b"]]],
    [
      'RUN ["sh", "-c", "A=\\"1\\" sudo a | b"]',
      [
        ["sudo", "a"],
        ["b", "<"],
      ],
    ],
    ['RUN ["sh", "-c", "a; sh -c \\"b; c\\""]', [["a"]]],
    ['RUN ["busybox", "wget", "x"]', [["wget", "wget", "x"]]],
    ['RUN ["echo", "a", "&&", "b", "|", "c"]', [["echo", "a", "&&", "b", "|", "c"]]],
    ["RUN []", []],
  ])("%j", (line, expected) => {
    expect(written(line)).toEqual(expected);
  });
});
