import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinPieces } from "./joined-text.ts";
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
    ["command -p a b", ["a", "b"]],
    ["timeout 10 a b", ["a", "b"]],
    ["timeout -k 5 --signal=KILL 10s a b", ["a", "b"]],
    ["timeout 10", ["timeout", "10"]],
    ["xargs -0 -r -n1 -I {} a b", ["a", "b"]],
    ["xargs", ["xargs"]],
    ["setarch x86_64 a b", ["a", "b"]],
    ["linux32 a b", ["a", "b"]],
    ["ionice -c 3 stdbuf -oL a b", ["a", "b"]],
    ["ionice -p 1 2", ["ionice", "-p", "1", "2"]],
    ["busybox a b", ["a", "b"]],
    ["busybox --install -s", ["busybox", "--install", "-s"]],
    ["eatmydata a b", ["a", "b"]],
    ["flock -w 5 /l a b", ["a", "b"]],
    ["flock /l -c 'a b'", ["a", "b"]],
    ["runuser -u x -- a b", ["a", "b"]],
    ["runuser x", ["runuser", "x"]],
    ["gosu x a b", ["a", "b"]],
    ["gosu --version", ["gosu", "--version"]],
    ["su-exec x:y a b", ["a", "b"]],
    ["setpriv --reuid=1 --regid 1 a b", ["a", "b"]],
    ["su -c 'a b' x", ["a", "b"]],
    ["su - x -c 'a b'", ["a", "b"]],
    ["su x", ["su", "x"]],
    ["chroot /x a b", ["chroot", "/x", "a", "b"]],
    ["! a b", ["a", "b"]],
    ["export A=1 B", ["export", "A=1", "B"]],
    ["A=1", []],
    ["a 'b c' \"d e\" f\\ g", ["a", "b c", "d e", "f g"]],
  ])("sees %s as %j", (body, expected) => {
    expect(words(body)).toEqual([expected]);
  });

  it("returns the launchers", () => {
    const seen = (body: string) => commandsOf(body).map(({ name, wrappers }) => [name, wrappers]);
    expect(seen("a; sudo -u x env A=1 b; sudo sh -c 'c; sudo d'; su -c 'e' x; find | xargs f")).toEqual([
      ["a", undefined],
      ["b", ["sudo", "env"]],
      ["c", ["sudo"]],
      ["d", ["sudo", "sudo"]],
      ["e", ["su"]],
      ["find", undefined],
      ["f", ["xargs"]],
    ]);
    expect(commandsOf("find | xargs f").map(({ topLevel }) => topLevel)).toEqual([true, false]);
  });

  it("returns a command's assignments", () => {
    const body = "A=1 B=$X a; sudo C=2 b; env D=3 c; d E=4; F=5";
    const found = commandsOf(body).map(({ name, assignments }) => [
      name,
      ...(assignments ?? []).map((one) => [one.name, body.slice(one.span.start, one.span.end)]),
    ]);
    expect(found).toEqual([
      ["a", ["A", "A=1"], ["B", "B=$X"]],
      ["b", ["C", "C=2"]],
      ["c", ["D", "D=3"]],
      ["d"],
      [undefined, ["F", "F=5"]],
    ]);
  });

  it("returns redirections", () => {
    const body = "a >/dev/null 2>&1 b; c >> 'x y' < z; d <<< w; e 2>$X";
    const found = commandsOf(body).map(({ redirects = [] }) =>
      redirects.map(({ operator, descriptor, target }) => [
        operator,
        descriptor,
        target.text,
        target.literal,
        body.slice(target.span.start, target.span.end),
      ]),
    );
    expect(found).toEqual([
      [
        [">", undefined, "/dev/null", true, "/dev/null"],
        [">&", 2, "1", true, "1"],
      ],
      [
        [">>", undefined, "x y", true, "'x y'"],
        ["<", undefined, "z", true, "z"],
      ],
      [["<<<", undefined, "w", true, "w"]],
      [[">", 2, "$X", false, "$X"]],
    ]);
    expect(words(body)[0]).toEqual(["a", "b"]);
  });

  it("numbers pipelines", () => {
    const numbers = (body: string) => {
      const found = commandsOf(body).map(({ pipeline }) => pipeline);
      return found.map((number) =>
        number === undefined ? 0 : 1 + [...new Set(found.filter((one) => one !== undefined))].indexOf(number),
      );
    };
    expect(numbers("a; b | c | d && e | f")).toEqual([0, 1, 1, 1, 2, 2]);
    expect(numbers("a | sh -c 'b; c' | { d; e $(f | g); }")).toEqual([1, 1, 1, 1, 1, 2, 2]);
    expect(numbers("! a; time b")).toEqual([0, 0]);
  });

  it("names a program without its standard folder, and none for an expansion", () => {
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

  it("returns the operator before each command, and whether it is top-level", () => {
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

  it("parses a literal sh -c, with offsets", () => {
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

  it("limits nested sh -c", () => {
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

  it("locates words after continuations", () => {
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
      { numRuns: 1000 },
    );
  });
});
