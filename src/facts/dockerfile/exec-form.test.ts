import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";
import type { Instruction } from "./dockerfile.ts";
import { commandsOf, execWords } from "./exec-form.ts";
import { flatExec } from "./flat-command.ts";
import { dockerfileFact } from "./stages.ts";

function instruction(line: string): { readonly one: Instruction; readonly text: string } {
  const { stages, text } = dockerfileFact(parseDockerfile("Dockerfile", `FROM debian:trixie-slim\n${line}\n`));
  const one = stages[0]?.instructions.at(-1);
  if (one === undefined) throw new Error("no instruction");
  return { one, text };
}

const read = (line: string) =>
  commandsOf(instruction(line).one)?.map(({ name, words, wrappers, after, topLevel }) => ({
    name,
    words: words.map(({ text, literal }) => [text, literal]),
    wrappers,
    after,
    topLevel,
  }));

describe("an exec form is read like the same command in shell form", () => {
  it.each([
    ["apt-get", "install", "-y", "curl"],
    ["/usr/bin/apt-get", "update"],
    ["/usr/local/bin/pip3.12", "install", "flask==3"],
    ["/opt/venv/bin/pip", "install", "flask"],
    ["sudo", "apt", "install", "jq"],
    ["/usr/bin/sudo", "rm", "-rf", "/var/lib/apt/lists"],
    ["rm"],
    ["python", "-m", "pip", "install", "-r", "requirements.txt"],
    ["npm", "ci", "--ignore-scripts"],
    ["sudo"],
  ])("%j %j %j %j", (...words: string[]) => {
    const shell = read(`RUN ${words.join(" ")}`);
    expect(shell).toHaveLength(1);
    for (const keyword of ["RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK CMD", "ONBUILD RUN"])
      expect(read(`${keyword} ${JSON.stringify(words)}`), keyword).toEqual(shell);
  });

  it("its words are passed on as they are: nothing is expanded, and what a shell would do is no command", () => {
    expect(read('RUN ["echo", "$HOME", "a b", "&&", "rm *"]')).toMatchObject([
      { name: "echo", words: ["echo", "$HOME", "a b", "&&", "rm *"].map((text) => [text, true]) },
    ]);
    expect(read('RUN ["sh", "-c", "apt-get update"]')).toMatchObject([{ name: "sh" }]);
    // What options and assignments of sudo mean would have to be judged.
    for (const second of ["-E", "PATH=/x", "--", ""])
      expect(read(JSON.stringify(["sudo", second, "rm", "/x"]).replace(/^/, "RUN "))).toMatchObject([{ name: "sudo" }]);
  });

  it.each(["RUN []", "CMD []", "RUN <<E\n#!/usr/bin/env python3\nimport os\nE", "HEALTHCHECK NONE"])(
    "%s has none",
    (line) => {
      expect(read(line)).toBeUndefined();
    },
  );

  it("each word lies at its string, also across lines and with escapes", () => {
    const { one, text } = instruction('RUN ["pip", \\\n  "install", "caf\\u00e9"]');
    const words = execWords(one) ?? [];
    expect(words.map((word) => [word.text, text.slice(word.span.start, word.span.end)])).toEqual([
      ["pip", '"pip"'],
      ["install", '"install"'],
      ["café", '"caf\\u00e9"'],
    ]);
  });

  it("to a linter that goes by the first word, sudo is the command; a shell form has no words", () => {
    const flat = flatExec(instruction('RUN ["sudo", "pip", "install", "x"]').one);
    expect([flat?.name, ...(flat?.args ?? []).map(({ text }) => text)]).toEqual(["sudo", "pip", "install", "x"]);
    expect(flatExec(instruction("RUN pip install x").one)).toBeUndefined();
    expect(flatExec(instruction("RUN []").one)).toBeUndefined();
  });
});
