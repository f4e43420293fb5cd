import { describe, expect, it } from "vitest";
import { applyEdits } from "../fixes/apply.ts";
import { parseDockerfile } from "../formats/dockerfile/parse.ts";
import { appendCommand, joinRuns } from "./edit.ts";
import { execEdit } from "./exec-edit.ts";

function edited(line: string, place: string, text: string, length = 0): string | undefined {
  const source = parseDockerfile("Dockerfile", `FROM a\n${line}\n`);
  const form = source.instructions.at(-1);
  const start = source.text.indexOf(place) + place.length;
  const edit = { file: "Dockerfile", span: { start, end: start + length }, text };
  const made = form && execEdit(edit, form, source.escape);
  return made && applyEdits(source.text, [made]).slice("FROM a\n".length, -1);
}

describe("edits of a script in the JSON string", () => {
  it.each<[string, string, string, number, string | undefined]>([
    ['RUN ["sh", "-c", "a b"]', '"a', " -y", 0, 'RUN ["sh", "-c", "a -y b"]'],
    ['RUN ["sh", "-c", "a b"]', "a b", ' && rm "$X"\\\n', 0, 'RUN ["sh", "-c", "a b && rm \\"$X\\"\\\n"]'],
    ['RUN ["sh", "-c", "a b"]', "a b", ' "\\\t', 0, 'RUN ["sh", "-c", "a b \\"\\\\\\t"]'],
    ['RUN ["sh", "-c", "a b"]', '"-c", "', "x; ", 0, 'RUN ["sh", "-c", "x; a b"]'],
    ['RUN ["sh", "-c", "\\"a\\" b"]', '"-c", "\\"a', "x", 2, 'RUN ["sh", "-c", "\\"ax b"]'],
    // In the middle of an escape, of a line's end, and over the quotes.
    ['RUN ["sh", "-c", "\\"a\\" b"]', '"-c", "\\', "x", 0, undefined],
    ['RUN ["sh", "-c", "\\u0041 b"]', "\\u00", "x", 0, undefined],
    ['RUN ["sh", "-c", "a \\\n b"]', "a \\", "x", 0, undefined],
    ['RUN ["sh", "-c", "a b"]', '"a', "x", 3, undefined],
    ['RUN ["sh", "-c", "a b"]', '"-c"', ', "x"', 0, undefined],
  ])("%j behind %j: %j for %i characters", (line, place, text, length, expected) => {
    expect(edited(line, place, text, length)).toBe(expected);
  });
});

describe("edits of words in strings", () => {
  it.each<[string, string, string, number, string | undefined]>([
    ['RUN ["apt-get", "install", "x"]', '"install"', " -y", 0, 'RUN ["apt-get", "install", "-y", "x"]'],
    ['RUN ["apt-get", "install"]', '"install"', " -y --no-x=1", 0, 'RUN ["apt-get", "install", "-y", "--no-x=1"]'],
    ['RUN ["apt", "update"]', '"apt"', "-get", 0, 'RUN ["apt-get", "update"]'],
    ['RUN ["npm", "install"]', '"npm", ', "ci", 9, 'RUN ["npm", "ci"]'],
    ['RUN ["a", "b"]', '"b"', " && rm -rf /x", 0, undefined],
    ['RUN ["a", "b"]', '"b"', ' "c d"', 0, undefined],
    ['RUN ["a", "b"]', '"b"', " $X", 0, undefined],
    ['RUN ["a", "b"]', '"b', " -y", 0, undefined],
    ['RUN ["a", "b"]', '"a", ', "x; y", 3, undefined],
    ['RUN ["a", "b"]', '"a"', "", 5, undefined],
  ])("%j behind %j: %j for %i characters", (line, place, text, length, expected) => {
    expect(edited(line, place, text, length)).toBe(expected);
  });
});

describe("commands appended to a script", () => {
  const append = (line: string, command = "rm x") => {
    const source = parseDockerfile("Dockerfile", `FROM a\n${line}\n`);
    const run = source.instructions.at(-1);
    const edit = run && appendCommand(source, run, command);
    const made = edit && run && execEdit(edit, run, source.escape);
    return made && applyEdits(source.text, [made]).slice("FROM a\n".length, -1);
  };
  it.each<[string, string | undefined]>([
    ['RUN ["sh", "-c", "a"]', 'RUN ["sh", "-c", "a && rm x"]'],
    ['RUN ["sh", "-c", "a; ", "name"]', 'RUN ["sh", "-c", "a && rm x", "name"]'],
    ['RUN ["bash", "-ec", "(a; b)"]', 'RUN ["bash", "-ec", "(a; b); rm x"]'],
    ['RUN ["sh", "-c", "(a; b)"]', 'RUN ["sh", "-c", "(a; b) && rm x"]'],
    ['RUN ["sh", "-c", "a && \\\n    b"]', 'RUN ["sh", "-c", "a && \\\n    b && \\\n    rm x"]'],
    ['RUN ["sh", \\\n  "-c", \\\n  "a"]', 'RUN ["sh", \\\n  "-c", \\\n  "a && rm x"]'],
    ['RUN ["sh", "-c", "a \\\n  && b"]', 'RUN ["sh", "-c", "a \\\n  && b \\\n  && rm x"]'],
    [`RUN ["sh", "-c", "a ${"b".repeat(90)}"]`, `RUN ["sh", "-c", "a ${"b".repeat(90)} && rm x"]`],
    ['RUN ["sh", "-c", "a\\n"]', 'RUN ["sh", "-c", "a && rm x"]'],
    ['RUN ["sh", "-c", "a\\n# b\\n"]', undefined],
    ['RUN ["sh", "-c", "cat <<E\\na\\nE\\n"]', undefined],
    ['RUN ["sh", "-c", "a # b"]', undefined],
    ['RUN ["sh", "-c", "a &"]', undefined],
    ['RUN ["sh", "-c", "exit 0"]', undefined],
    ['RUN ["sh", "-c", ""]', undefined],
    ['RUN ["a"]', undefined],
    ['RUN ["cmd", "/S", "/C", "a"]', undefined],
  ])("%j", (line, expected) => {
    expect(append(line)).toBe(expected);
  });

  it("escapes quotes and backslashes", () => {
    expect(append('RUN ["sh", "-c", "a"]', 'rm -rf "$(gem env)"/*.\\*')).toBe(
      'RUN ["sh", "-c", "a && rm -rf \\"$(gem env)\\"/*.\\\\*"]',
    );
  });

  it("joins two RUNs in shell form only", () => {
    const source = parseDockerfile("Dockerfile", 'FROM a\nRUN ["sh", "-c", "a"]\nRUN b\nRUN ["sh", "-c", "c"]\n');
    const [, one, two, three] = source.instructions;
    expect(one && two && joinRuns(source, one, two)).toBeUndefined();
    expect(two && three && joinRuns(source, two, three)).toBeUndefined();
  });
});
