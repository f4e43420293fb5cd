import { describe, expect, it } from "vitest";
import type { Instruction } from "../facts/dockerfile/dockerfile.ts";
import { applyEdits } from "../fixes/apply.ts";
import { parseDockerfile } from "../formats/dockerfile/parse.ts";
import { appendCommand, insertAfter, insertBefore, joinRuns, removeInstruction, replace } from "./edit.ts";
import type { Edit } from "../domain/finding/fix.ts";

const parse = (text: string) => parseDockerfile("Dockerfile", text);

function at(text: string, index: number): Instruction {
  const instruction = parse(text).instructions.at(index);
  if (instruction === undefined) throw new Error("no such instruction");
  return instruction;
}

function edited(text: string, edits: Edit | readonly Edit[] | undefined): string | undefined {
  return edits === undefined ? undefined : applyEdits(text, "span" in edits ? [edits] : edits);
}

const append = (text: string, command = "rm x") => edited(text, appendCommand(parse(text), at(text, -1), command));
const joined = (text: string) => edited(text, joinRuns(parse(text), at(text, -2), at(text, -1)));
const remove = (text: string, index: number) => edited(text, removeInstruction(parse(text), at(text, index)));

describe("removeInstruction", () => {
  it.each<[string, number, string]>([
    ["FROM a\nRUN b\nRUN c\n", 1, "FROM a\nRUN c\n"],
    ["FROM a\r\nRUN b \\\r\n  && c\r\nRUN d\r\n", 1, "FROM a\r\nRUN d\r\n"],
    ["FROM a\nRUN b", 1, "FROM a\n"],
    ["FROM a\n# why\n  RUN b  \nUSER c\n", 1, "FROM a\n# why\nUSER c\n"],
    ["FROM a\nRUN b \\\n  # in\n\n  c\nUSER d\n", 1, "FROM a\n  # in\nUSER d\n"],
    ["FROM a\n\nRUN b\n\nUSER c\n", 1, "FROM a\n\nUSER c\n"],
    ["FROM a\n\nRUN b\n\n\nUSER c\n", 1, "FROM a\n\n\nUSER c\n"],
    ["FROM a\nRUN b\n\nUSER c\n", 1, "FROM a\n\nUSER c\n"],
    ["\uFEFFARG A\nFROM a\n", 0, "\uFEFFFROM a\n"],
    ["FROM a\nRUN <<E\nx\nE\nUSER c\n", 1, "FROM a\nUSER c\n"],
  ])("%j, %i", (text, index, expected) => {
    expect(remove(text, index)).toBe(expected);
  });
});

describe("insert and replace", () => {
  it.each<[string, string, string]>([
    [
      "FROM a\nRUN b \\\n  c\nCMD d\n",
      "FROM a\nRUN b \\\n  c\nUSER 1\nCMD d\n",
      "FROM a\nUSER 1\nRUN b \\\n  c\nCMD d\n",
    ],
    ["FROM a\r\nRUN b\r\n", "FROM a\r\nRUN b\r\nUSER 1\r\n", "FROM a\r\nUSER 1\r\nRUN b\r\n"],
    ["FROM a\nRUN b", "FROM a\nRUN b\nUSER 1", "FROM a\nUSER 1\nRUN b"],
    ["FROM a\nRUN b \\", "FROM a\nRUN b \nUSER 1", "FROM a\nUSER 1\nRUN b \\"],
    ["FROM a\nRUN b \\\n\n", "FROM a\nRUN b \nUSER 1\n\n", "FROM a\nUSER 1\nRUN b \\\n\n"],
    [
      "FROM a\nRUN <<E\nx\nE\nCMD d\n",
      "FROM a\nRUN <<E\nx\nE\nUSER 1\nCMD d\n",
      "FROM a\nUSER 1\nRUN <<E\nx\nE\nCMD d\n",
    ],
  ])("%j", (text, after, before) => {
    expect(edited(text, insertAfter(parse(text), at(text, 1), "USER 1"))).toBe(after);
    expect(edited(text, insertBefore(parse(text), at(text, 1), "USER 1"))).toBe(before);
    expect(parse(after).instructions.map(({ keyword }) => keyword)).toContain("USER");
  });

  it("replaces a span", () => {
    expect(edited("FROM a\n", replace(parse("FROM a\n"), { start: 5, end: 6 }, "b"))).toBe("FROM b\n");
  });
});

describe("appendCommand", () => {
  const wide = `a ${"b".repeat(90)}`;
  it.each<[string, string | undefined]>([
    ["RUN a\n", "RUN a && rm x\n"],
    ["RUN a  \n", "RUN a && rm x  \n"],
    ["RUN a", "RUN a && rm x"],
    [`RUN ${wide}\n`, `RUN ${wide} && \\\n    rm x\n`],
    ["RUN a && \\\n  b\n", "RUN a && \\\n  b && \\\n  rm x\n"],
    ["RUN a \\\n\t&& b \\\n\t\tc\n", "RUN a \\\n\t&& b \\\n\t\tc \\\n\t&& rm x\n"],
    ["RUN a \\\n      b \\\n      c\n", "RUN a \\\n      b \\\n      c && \\\n      rm x\n"],
    ["RUN a \\  \n  && b\n", "RUN a \\  \n  && b \\\n  && rm x\n"],
    ["RUN a \\\n# c\n  && b\n", "RUN a \\\n# c\n  && b \\\n  && rm x\n"],
    ["RUN a \\\n\n# c\n", "RUN a && rm x \\\n\n# c\n"],
    ["RUN a;\n", "RUN a && rm x\n"],
    ["RUN a || true\n", "RUN a || true && rm x\n"],
    ["RUN if a; then b; fi;\n", "RUN if a; then b; fi && rm x\n"],
    ["RUN find . -exec a {} \\;\n", "RUN find . -exec a {} \\; && rm x\n"],
    ["RUN set -e; a; b\n", "RUN set -e; a; b && rm x\n"],
    [
      "RUN set -eux; \\\n  for i in 1 2; do \\\n    a; \\\n  done\n",
      "RUN set -eux; \\\n  for i in 1 2; do \\\n    a; \\\n  done; \\\n  rm x\n",
    ],
    ["RUN set -e; (a; b)\n", "RUN set -e; (a; b); rm x\n"],
    ["RUN set -e; (a && b)\n", undefined],
    ["RUN a # note\n", undefined],
    ["RUN a &\n", undefined],
    ["RUN a; exit 0\n", undefined],
    ["RUN a && exec b\n", undefined],
    ["RUN test -f a || exit 1\n", "RUN test -f a || exit 1 && rm x\n"],
    ["RUN sh -c 'a; b'\n", "RUN sh -c 'a; b' && rm x\n"],
    ['RUN ["a"]\n', undefined],
    ["RUN <<E\na\nE\n", undefined],
    ["RUN a &&\n", undefined],
    ["ONBUILD RUN a\n", undefined],
    ["CMD a\n", undefined],
    ["RUN\n", undefined],
  ])("%j", (line, expected) => {
    expect(append(`FROM a\n${line}`)).toBe(expected === undefined ? undefined : `FROM a\n${expected}`);
  });

  it("keeps the escape character and the line breaks of the file", () => {
    const text = "# escape=`\r\nFROM a\r\nRUN a `\r\n  && b\r\n";
    expect(append(text)).toBe("# escape=`\r\nFROM a\r\nRUN a `\r\n  && b `\r\n  && rm x\r\n");
  });

  it("respects -e of SHELL", () => {
    expect(append('FROM a\nSHELL ["/bin/sh", "-ec"]\nRUN (a; b)\n')).toContain("RUN (a; b); rm x\n");
    expect(append('FROM a\nSHELL ["/bin/sh", "-ec"]\nFROM b\nRUN (a; b)\n')).toContain("RUN (a; b) && rm x\n");
  });
});

describe("joinRuns", () => {
  it.each<[string, string | undefined]>([
    ["RUN a\nRUN b\n", "RUN a && \\\n    b\n"],
    ["RUN a\nRUN b", "RUN a && \\\n    b"],
    ["RUN a  \n\n# why\nRUN b\n", "RUN a && \\\n# why\n    b\n"],
    ["RUN a \\\n  && b\nRUN c \\\n  && d\n", "RUN a \\\n  && b \\\n  && c \\\n  && d\n"],
    ["RUN a\nRUN b && \\\n\tc\n", "RUN a && \\\n\tb && \\\n\tc\n"],
    ["RUN a;\nRUN b;\n", "RUN a && \\\n    b;\n"],
    ["RUN a\nRUN b || true\n", "RUN a && \\\n    { b || true; }\n"],
    ["RUN a\nRUN b; c;\n", "RUN a && \\\n    { b; c; }\n"],
    ["RUN a || true\nRUN b\n", "RUN a || true && \\\n    b\n"],
    ["RUN cd a && b\nRUN c\n", "RUN ( cd a && b ) && \\\n    c\n"],
    ["RUN A=1; b\nRUN c\n", "RUN ( A=1; b ) && \\\n    c\n"],
    ["RUN A=1 b\nRUN c\n", "RUN A=1 b && \\\n    c\n"],
    ["RUN a\nRUN cd b && c\n", "RUN a && \\\n    cd b && c\n"],
    ["RUN a\nRUN b # note\n", "RUN a && \\\n    b # note\n"],
    [
      "RUN --mount=type=cache,target=/x a\nRUN --mount=type=cache,target=/x b\n",
      "RUN --mount=type=cache,target=/x a && \\\n    b\n",
    ],
    ["RUN --network=none a\nRUN b\n", undefined],
    ["RUN a\nENV b c\nRUN d\n", undefined],
    ["RUN a # note\nRUN b\n", undefined],
    ["RUN a\nRUN b; c # note\n", undefined],
    ["RUN a &\nRUN b\n", undefined],
    ["RUN a\nRUN b & c\n", undefined],
    ["RUN set -e; a\nRUN b\n", undefined],
    ["RUN trap a EXIT; b\nRUN c\n", undefined],
    ["RUN exec a\nRUN b\n", undefined],
    ['RUN ["a"]\nRUN b\n', undefined],
    ["RUN <<E\na\nE\nRUN b\n", undefined],
    ["RUN a\nRUN <<E\nb\nE\n", undefined],
    ["RUN a\nONBUILD RUN b\n", undefined],
    ["RUN a\nUSER b\n", undefined],
  ])("%j", (lines, expected) => {
    expect(joined(`FROM a\n${lines}`)).toBe(expected === undefined ? undefined : `FROM a\n${expected}`);
  });

  it("keeps the escape character and the line breaks of the file", () => {
    const text = "\uFEFF# escape=`\r\nFROM a\r\nRUN a\r\n\r\n# c\r\nRUN b\r\n";
    expect(joined(text)).toBe("\uFEFF# escape=`\r\nFROM a\r\nRUN a && `\r\n# c\r\n    b\r\n");
  });
});
