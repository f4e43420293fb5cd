import { describe, expect, it } from "vitest";
import type { Instruction } from "../../domain/dockerfile/syntax.ts";
import { parseDockerfile } from "./parse.ts";

const parse = (text: string) => parseDockerfile("Dockerfile", text);

function only(text: string): Instruction {
  const instruction = parse(text).instructions.at(-1);
  if (instruction === undefined) throw new Error("no instruction");
  return instruction;
}

describe("heredocs", () => {
  const seen = (text: string) => {
    const { commands, script } = only(text);
    return {
      script,
      commands: commands?.map(
        ({ words, after, topLevel }) => `${after} ${words.map((one) => one.text).join(" ")} ${topLevel}`,
      ),
      places: commands?.flatMap(({ words }) => words.map(({ span }) => text.slice(span.start, span.end))),
    };
  };

  it.each<[string, string]>([
    ["alone", "RUN <<E\napt-get update\n# c\n\na \\\n  b && c\nE"],
    ["a tab before each line", "RUN <<-E\n\tapt-get update\n\t\ta \\\n\tb && c\n\tE"],
    ["quoted", "RUN <<'E E'\napt-get update\na b && c\nE E"],
    ["with flags", "RUN --network=none 3<<E\napt-get update\na b && c\nE"],
    ["a blank before the name, as of 2025", "RUN << E\napt-get update\na b && c\nE"],
    ["with a shebang", "RUN <<E\n#!/bin/bash -e\napt-get update\na b && c\nE"],
    ["with env's", "RUN <<E\n#!/usr/bin/env sh\napt-get update\na b && c\nE"],
    ["CRLF", "RUN <<E\r\napt-get update\r\na \\\r\n  b && c\r\nE\r"],
    ["CRLF and tabs", "RUN <<-E\r\n\tapt-get update\r\n\ta b && c\r\n\tE\r"],
  ])("a RUN that is nothing else is a script: %s", (_, line) => {
    expect(seen(`FROM a\n${line}\nUSER x\n`.replace(/USER x\n$/, ""))).toEqual({
      script: "heredoc",
      commands: ["start apt-get update true", "; a b true", "&& c true"],
      places: ["apt-get", "update", "a", "b", "c"],
    });
  });

  it.each<[string, readonly string[]]>([
    ["RUN cat <<E > x && b\nfoo $(c d)\nE", ["start cat true", "start c d false", "&& b true"]],
    ["RUN cat <<'E' > x\nfoo $(c d)\nE", ["start cat true"]],
    ["RUN a && bash -ex <<E\nb c\nd\nE", ["start a true", "&& b c false", "; d false"]],
    ["RUN <<E bash && x\nb \\\n  c\nE", ["start b c false", "&& x true"]],
    ["RUN sh -s - y <<-E\n\tb c\n\tE", ["start b c false"]],
    ["RUN sudo sh <<E\r\nb c\r\nE\r", ["start b c false"]],
    ["RUN bash x.sh <<E\nb c\nE", ["start bash x.sh true"]],
    ["RUN python3 <<E\nimport os\nE", ["start python3 true"]],
    ["RUN cat <<A >a && sh <<B\n1\nA\nb\nB", ["start cat true", "&& b false"]],
    ["RUN <<A <<B\n1\nA\nb\nB", ["start  true"]],
  ])("%j gives its commands", (line, commands) => {
    expect(seen(`FROM a\n${line}\n`)).toMatchObject({ script: undefined, commands });
  });

  it("locates their content", () => {
    const text = "FROM a\r\nRUN x \\\r\n # c\r\n && bash <<-E\r\n\tb  'c d' \\\r\n\t e\r\n\tE\r\nUSER x\r\n";
    const words = parse(text).instructions[1]?.commands?.flatMap((command) => command.words) ?? [];
    expect(words.map((one) => [one.text, text.slice(one.span.start, one.span.end)])).toEqual([
      ["x", "x"],
      ["b", "b"],
      ["c d", "'c d'"],
      ["e", "e"],
    ]);
  });

  it("marks the expanded ones", () => {
    const copy = only("FROM a\nCOPY <<A <<'B' /x/\n$1\nA\n$2\nB\n");
    expect(copy.heredocs.map(({ name, expands }) => [name, expands])).toEqual([
      ["A", true],
      ["B", false],
    ]);
    expect(copy.commands).toBeUndefined();
  });
});
