import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinPieces } from "../dockerfile/joined-text.ts";
import { parseDockerfile } from "../dockerfile/parse.ts";
import { parseShell, shellProblem } from "./parse.ts";

function commandsOf(body: string) {
  const parsed = parseShell(joinPieces([{ text: body, at: 0 }]));
  if ("problem" in parsed) throw new Error(parsed.problem);
  return parsed.commands;
}

const names = (body: string) => commandsOf(body).map(({ name }) => name);
const words = (body: string) => commandsOf(body).map((command) => command.words.map(({ text }) => text));

describe("parseShell", () => {
  it.each<[string, string[]]>([
    ["sudo apt-get update", ["apt-get", "update"]],
    ["sudo -E -u root A=1 apt-get update", ["apt-get", "update"]],
    ["sudo -- a b", ["a", "b"]],
    ["sudo -l", ["sudo", "-l"]],
    ["sudo", ["sudo"]],
    ["env -i -u X A=1 B=2 a b", ["a", "b"]],
    ["env", ["env"]],
    ["A=1 B=2 a b", ["a", "b"]],
    ["exec -a x a b", ["a", "b"]],
    ["time -p a b", ["a", "b"]],
    ["/usr/bin/time -f %e a b", ["a", "b"]],
    ["sudo env A=1 nohup nice -n 5 a b", ["a", "b"]],
    ["command a b", ["a", "b"]],
    ["command -v a", ["command", "-v", "a"]],
    ["! a b", ["a", "b"]],
    ["export A=1 B", ["export", "A=1", "B"]],
    ["A=1", []],
    ["a 'b c' \"d e\" f\\ g", ["a", "b c", "d e", "f g"]],
  ])("sees %s as %j", (body, expected) => {
    expect(words(body)).toEqual([expected]);
  });

  it("names a program without its standard folder, and no expansion", () => {
    expect(names("/usr/bin/apt-get update; ./run; $A b; /opt/x/bin/y")).toEqual([
      "apt-get",
      "./run",
      undefined,
      "/opt/x/bin/y",
    ]);
  });

  it.each<[string, boolean]>([
    ["a", true],
    ["'a*'", true],
    ['"a"', true],
    ["a\\*", true],
    ["a*", false],
    ["a?", false],
    ["$A", false],
    ['"${A}"', false],
    ["$(b)", false],
    ["{a,b}", false],
    ["~/a", false],
  ])("%s is literal: %s", (word, literal) => {
    expect(commandsOf(`x ${word}`)[0]?.words[1]?.literal).toBe(literal);
  });

  it("says what stands before each command, and which are at the top", () => {
    const body = "a && b || c; d | e & f; (g; h) && { i; }; if j; then k; fi; for x in 1; do l; done; m $(n)";
    expect(commandsOf(body).map(({ name, after, topLevel }) => `${name} ${after} ${topLevel}`)).toEqual([
      "a start true",
      "b && true",
      "c || true",
      "d ; true",
      "e | true",
      "f & true",
      "g ; false",
      "h ; false",
      "i && false",
      "j ; false",
      "k ; false",
      "l ; false",
      "m ; true",
      "n start false",
    ]);
  });

  it("looks into a literal sh -c, with places", () => {
    const body = `a && sudo bash -exo pipefail -c "apt-get install \\"x y\\" && b" && sh -lc 'c "d"'`;
    const commands = commandsOf(body);
    expect(commands.map(({ name, after, topLevel }) => [name, after, topLevel])).toEqual([
      ["a", "start", true],
      ["apt-get", "&&", false],
      ["b", "&&", false],
      ["c", "&&", false],
    ]);
    const places = commands.flatMap((command) => command.words).map(({ span }) => body.slice(span.start, span.end));
    expect(places).toEqual(["a", "apt-get", "install", '"x y\\"', "b", "c", '"d"']);
  });

  it.each(['sh -c "a $B"', "sh script.sh", "sh -c '&& a'", "sh"])("leaves %s as it is", (body) => {
    expect(names(body)).toEqual(["sh"]);
  });

  it("does not follow sh -c for ever", () => {
    let body = "a";
    for (let depth = 0; depth < 8; depth++) body = `sh -c '${body.replaceAll("'", `'\\''`)}'`;
    expect(names(body)).toEqual(["sh"]);
  });

  it.each([
    ["a && b", undefined],
    ["a # && (", undefined],
    ["a &&", /expected command/],
    ["&& a", /unexpected token/],
    ["if a; then b", /fi/],
    ["a 'b", /./],
    ["a $(b &&)", /./],
  ])("shellProblem(%j)", (body, problem) => {
    if (problem === undefined) expect(shellProblem(body)).toBeUndefined();
    else expect(shellProblem(body)).toMatch(problem);
  });

  it("survives any nesting", () => {
    for (const text of [
      "(".repeat(20_000),
      "$(".repeat(20_000),
      "{ ".repeat(20_000),
      "`".repeat(20_001),
      "if ".repeat(20_000),
    ]) {
      expect(shellProblem(text)).toBeDefined();
    }
  });

  it("places words beyond continuations", () => {
    const text = "FROM a\nRUN apt-get \\\n  # c\n  install \\  \n cu\\\nrl && b\n";
    const commands = parseDockerfile("f", text).instructions[1]?.commands ?? [];
    expect(
      commands.map((command) => command.words.map(({ text: word, span }) => [word, text.slice(span.start, span.end)])),
    ).toEqual([
      [
        ["apt-get", "apt-get"],
        ["install", "install"],
        ["curl", "cu\\\nrl"],
      ],
      [["b", "b"]],
    ]);
  });

  it("never throws", () => {
    const part = fc.constantFrom(
      "a",
      " ",
      "'",
      '"',
      "\\",
      "$(",
      ")",
      "`",
      "sh -c ",
      "sudo ",
      "&&",
      "|",
      ";",
      "{",
      "}",
      "<<E",
      "\n",
      "if ",
      "fi",
      "$((",
      "[[ ",
      "]]",
      "case ",
      "in",
      "#",
      "env ",
      "=",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => void shellProblem(parts.join(""))),
      { numRuns: 3000 },
    );
  });
});
