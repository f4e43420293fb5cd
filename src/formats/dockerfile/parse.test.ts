import { describe, expect, it } from "vitest";
import type { Instruction } from "../../domain/dockerfile/syntax.ts";
import { parseDockerfile } from "./parse.ts";

const parse = (text: string) => parseDockerfile("Dockerfile", text);
const shape = (text: string) =>
  parse(text).instructions.map(({ keyword, span }) => [keyword, text.slice(span.start, span.end)]);

function only(text: string): Instruction {
  const instruction = parse(text).instructions.at(-1);
  if (instruction === undefined) throw new Error("no instruction");
  return instruction;
}

describe("lines", () => {
  it.each<[string, string, [string, string][]]>([
    [
      "blanks behind the escape continue",
      "FROM a\nRUN a \\ \t\n && b\nRUN c\n",
      [
        ["FROM", "FROM a"],
        ["RUN", "RUN a \\ \t\n && b"],
        ["RUN", "RUN c"],
      ],
    ],
    [
      "a doubled escape does not",
      "FROM a\nRUN a\\\\\nRUN b\n",
      [
        ["FROM", "FROM a"],
        ["RUN", "RUN a\\\\"],
        ["RUN", "RUN b"],
      ],
    ],
    [
      "comment and blank lines are stepped over",
      "FROM a\nRUN a \\\n# c\n\n  b\nUSER x\n",
      [
        ["FROM", "FROM a"],
        ["RUN", "RUN a \\\n# c\n\n  b"],
        ["USER", "USER x"],
      ],
    ],
    [
      "what follows a comment still belongs",
      "FROM a\nRUN a \\\n# c\nUSER x\n",
      [
        ["FROM", "FROM a"],
        ["RUN", "RUN a \\\n# c\nUSER x"],
      ],
    ],
    [
      "a last continuation has nothing to continue",
      "FROM a\nRUN a \\\n# c\n",
      [
        ["FROM", "FROM a"],
        ["RUN", "RUN a \\"],
      ],
    ],
    [
      "no final newline",
      "FROM a\nRUN a \\",
      [
        ["FROM", "FROM a"],
        ["RUN", "RUN a \\"],
      ],
    ],
    [
      "CRLF",
      "FROM a\r\nRUN a \\\r\n b\r\nUSER x\r\n",
      [
        ["FROM", "FROM a"],
        ["RUN", "RUN a \\\r\n b"],
        ["USER", "USER x"],
      ],
    ],
    [
      "indentation is outside",
      "  FROM a\n\tRUN b  \n",
      [
        ["FROM", "FROM a"],
        ["RUN", "RUN b"],
      ],
    ],
    [
      "a keyword over two lines",
      "FROM a\nRU\\\nN b\n",
      [
        ["FROM", "FROM a"],
        ["RUN", "RU\\\nN b"],
      ],
    ],
    [
      "lower case",
      "from a as b\nrun c\n",
      [
        ["FROM", "from a as b"],
        ["RUN", "run c"],
      ],
    ],
    ["byte order mark", "\uFEFFFROM a\n", [["FROM", "FROM a"]]],
    [
      "escape directive",
      "# escape=`\nFROM a\nRUN dir C:\\ `\n b\nUSER x\n",
      [
        ["FROM", "FROM a"],
        ["RUN", "RUN dir C:\\ `\n b"],
        ["USER", "USER x"],
      ],
    ],
    [
      "a directive behind a comment is a comment",
      "# c\n# escape=`\nFROM a\nRUN a `\nUSER x\n",
      [
        ["FROM", "FROM a"],
        ["RUN", "RUN a `"],
        ["USER", "USER x"],
      ],
    ],
    [
      "heredoc",
      "FROM a\nRUN <<E bash\n# no comment\necho \\\nE\nUSER x\n",
      [
        ["FROM", "FROM a"],
        ["RUN", "RUN <<E bash\n# no comment\necho \\\nE"],
        ["USER", "USER x"],
      ],
    ],
    [
      "two heredocs",
      'FROM a\nCOPY <<A <<-"B" /x/\n1\nA\n\t2\n\tB\nUSER x\n',
      [
        ["FROM", "FROM a"],
        ["COPY", 'COPY <<A <<-"B" /x/\n1\nA\n\t2\n\tB'],
        ["USER", "USER x"],
      ],
    ],
    [
      "numbered heredoc",
      "FROM a\nRUN cat 3<<E\nx\nE\nUSER x\n",
      [
        ["FROM", "FROM a"],
        ["RUN", "RUN cat 3<<E\nx\nE"],
        ["USER", "USER x"],
      ],
    ],
    [
      "no heredoc in quotes, arithmetic, here-strings, JSON",
      'FROM a\nRUN echo "<<E" $((1<<2))\nRUN cat <<<x\nRUN ["<<E"]\n',
      [
        ["FROM", "FROM a"],
        ["RUN", 'RUN echo "<<E" $((1<<2))'],
        ["RUN", "RUN cat <<<x"],
        ["RUN", 'RUN ["<<E"]'],
      ],
    ],
  ])("%s", (_, text, expected) => {
    expect(shape(text)).toEqual(expected);
  });

  it("detects the escape, the line break and Windows", () => {
    expect(parse("FROM a\n")).toMatchObject({ escape: "\\", eol: "\n", windows: false });
    expect(parse("# escape=`\r\nFROM a\r\n")).toMatchObject({ escape: "`", eol: "\r\n", windows: false });
    expect(parse("FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN dir\n").windows).toBe(true);
    expect(parse('FROM a\nSHELL ["powershell", "-Command"]\n').windows).toBe(true);
    expect(parse("ARG A=b\nFROM $A\nRUN & C:/x.ps1\n").windows).toBe(true);
    expect(parse("# escape=`\nFROM a\nRUN x -Path $env:X\n").windows).toBe(true);
    expect(parse("FROM a\nRUN x -Path $env:X\n").windows).toBe(false);
    expect(only("FROM mcr.microsoft.com/windows/nanoserver\nRUN dir & (\n").unparsed).toBe("windows");
  });

  it("gives each instruction its comments", () => {
    const text = "# syntax=docker/dockerfile:1\n# far\n\n# near\nFROM a\nRUN a \\\n  # in\n  b\n";
    const spans = parse(text).instructions.map(({ comments }) =>
      comments.map(({ start, end }) => text.slice(start, end)),
    );
    expect(spans).toEqual([["# near"], ["# in"]]);
  });
});

describe("instructions", () => {
  it("reads flags, words and arguments with their places", () => {
    const text = "FROM a\nCOPY --chown=1:1 \\\n  --link src \\\n  # c\n  /dst  \n";
    const copy = only(text);
    expect(copy.flags.map(({ name, value, span }) => [name, value, text.slice(span.start, span.end)])).toEqual([
      ["chown", "1:1", "--chown=1:1"],
      ["link", undefined, "--link"],
    ]);
    expect(copy.words.map(({ text: word, span }) => [word, text.slice(span.start, span.end)])).toEqual([
      ["src", "src"],
      ["/dst", "/dst"],
    ]);
    expect(copy.args).toBe("src \\\n  # c\n  /dst");
    expect(text.slice(copy.argsSpan.start, copy.argsSpan.end)).toBe(copy.args);
  });

  it("keeps the flags of a RUN apart from its body", () => {
    const run = only("FROM a\nRUN --mount=type=cache,target=/x --network=none apt-get --yes update\n");
    expect(run.flags.map(({ name, value }) => [name, value])).toEqual([
      ["mount", "type=cache,target=/x"],
      ["network", "none"],
    ]);
    expect(run.args).toBe("apt-get --yes update");
  });

  it("parses the instruction in an ONBUILD", () => {
    const text = "FROM a\nONBUILD RUN a \\\n && b\n";
    const instruction = only(text);
    expect(instruction).toMatchObject({ keyword: "RUN", onbuild: true });
    expect(text.slice(instruction.span.start)).toBe("ONBUILD RUN a \\\n && b\n".trimEnd() + "\n");
    expect(instruction.commands?.map(({ name }) => name)).toEqual(["a", "b"]);
  });

  it.each<[string, readonly string[] | undefined]>([
    ['CMD ["a", "b"]', ["a", "b"]],
    ['CMD [ "a\\u0041" ,"\\/x" ] ', ["aA", "/x"]],
    ["CMD []", []],
    // Measured on Docker 26.1.5: only the array counts.
    ['CMD ["a"] b', ["a"]],
    ["CMD ['a']", undefined],
    ['CMD ["a",]', undefined],
    ["CMD [“a”]", undefined],
    ["RUN [ -f x ] && y", undefined],
    ['HEALTHCHECK --interval=5s CMD ["a"]', ["a"]],
    ['ENV A=["a"]', undefined],
  ])("%s is exec form: %j", (line, json) => {
    expect(only(`FROM a\n${line}\n`).json).toEqual(json);
  });

  it("returns the words of an exec form as written", () => {
    const text = 'FROM a\nCOPY ["a b", \\\n  "c"]\n';
    expect(only(text).words.map(({ span }) => text.slice(span.start, span.end))).toEqual(['"a b"', '"c"']);
  });

  it("splits ENV at blanks outside quotes, COPY at all", () => {
    expect(only('FROM a\nENV A="b c" D=e\\ f\n').words.map(({ text }) => text)).toEqual(['A="b c"', "D=e\\ f"]);
    expect(only("FROM a\nCOPY b\\ c d\n").words.map(({ text }) => text)).toEqual(["b\\", "c", "d"]);
  });

  it("explains why a shell form has no commands", () => {
    expect(only("FROM a\nRUN <<E\n#!/usr/bin/env -S python3 -u\nx\nE\n").unparsed).toBe("heredoc for python3");
    expect(only("FROM a\nRUN <<E\nif a; then\nE\n").unparsed).toMatch(/^syntax error: /);
    expect(only("FROM a\nRUN a &&\n").unparsed).toMatch(/^syntax error: /);
    expect(only('FROM a\nSHELL ["/usr/bin/pwsh", "-c"]\nRUN a\n').unparsed).toBe("shell: pwsh");
    expect(only('FROM a\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a\n').commands).toHaveLength(1);
    expect(only('FROM a\nSHELL ["/usr/bin/pwsh", "-c"]\nFROM b\nRUN a\n').commands).toHaveLength(1);
  });

  it("returns the span of a heredoc's body", () => {
    const text = "FROM a\r\nRUN cat <<E\r\nx\r\ny\r\nE\r\n";
    expect(only(text).heredocs.map(({ name, bodySpan }) => [name, text.slice(bodySpan.start, bodySpan.end)])).toEqual([
      ["E", "x\r\ny\r\n"],
    ]);
  });
});
