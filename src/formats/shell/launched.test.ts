// What stands behind a launcher is read as if it stood there alone, at its own place: over random chains of launchers with random options, in shell form, in exec
// form, and as the text of `env -S`.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { launchers, type Launcher } from "../../data/launchers.ts";
import { parseDockerfile } from "../dockerfile/parse.ts";

function read(line: string) {
  const text = `FROM a\n${line}\n`;
  const commands = parseDockerfile("Dockerfile", text).instructions[1]?.commands ?? [];
  return {
    words: commands.map((command) => command.words.map((word) => word.text)),
    places: commands.map((command) => command.words.map(({ span }) => text.slice(span.start, span.end))),
    wrappers: commands.map((command) => command.wrappers ?? []),
  };
}

/** An option as it may be written, and its value where it takes one. */
function optionOf({ short = "", long = "" }: Launcher): fc.Arbitrary<readonly string[]> {
  const value = fc.constantFrom("1", "x", "a:b", "/x", "-1");
  const given = [
    ...[...short.matchAll(/([^:])(:{0,2})/g)].map(([, letter = "", colons = ""]) =>
      colons === ""
        ? fc.constant([`-${letter}`])
        : colons === "::"
          ? fc.constantFrom([`-${letter}`], [`-${letter}1`])
          : value.chain((one) => fc.constantFrom([`-${letter}`, one], [`-${letter}${one}`])),
    ),
    ...long
      .split(" ")
      .map((name) =>
        name === ""
          ? fc.constant([])
          : name.endsWith("=")
            ? value.chain((one) => fc.constantFrom([`--${name.slice(0, -1)}`, one], [`--${name}${one}`]))
            : fc.constantFrom([`--${name}`], [`--${name}=1`]),
      ),
  ];
  return fc.oneof(fc.constant([]), ...given);
}

/** One with all that stands in front of its command. `-S` of env is another test's. */
const launcher: fc.Arbitrary<{ readonly name: string; readonly words: readonly string[] }> = fc
  .constantFrom(...launchers)
  .chain(([name, one]) => {
    const short = (one.short ?? "").replace("S:", "");
    const plain: Launcher =
      one.splits === undefined ? one : { ...one, short, long: (one.long ?? "").replace(" split-string=", "") };
    const operands = Array.from({ length: one.operands ?? 0 }, () => (one.operand?.test("/") === true ? "/" : "10"));
    return fc.record({
      name: fc.constant(name),
      words: fc
        .tuple(
          fc.array(optionOf(plain), { maxLength: 3 }),
          one.assigns === undefined ? fc.constant([]) : fc.subarray(["A=1", "B_2=x"]),
          fc.boolean(),
        )
        .map(([options, assignments, ends]) => [
          // To a shell the bare name is a word of its grammar.
          name === "time" ? "/usr/bin/time" : name,
          ...options.flat(),
          ...(one.needs === undefined ? [] : [`-${one.needs[0] ?? ""}`, "x"]),
          ...(one.assigns === "options" ? assignments : []),
          ...(ends ? ["--"] : []),
          ...operands,
          ...(one.assigns === "all" ? assignments : []),
        ]),
    });
  });

const word = fc.constantFrom("apt-get", "install", "-y", "curl=1", "rm", "/x", "a.b", "--flag=1");
const chain = fc.record({
  before: fc.array(launcher, { minLength: 1, maxLength: 5 }),
  command: fc.array(word, { maxLength: 4 }).map((rest) => ["make", ...rest]),
  rest: fc.constantFrom("", "; b 'c d'", " && (b; c)", " | b"),
});

describe("a command behind launchers", () => {
  it.each<[string, string[]]>([
    ["flock 9", ["flock", "9"]],
    ["sudo -nu app a b", ["a", "b"]],
    ["sudo -uapp a b", ["a", "b"]],
    ["sudo --user=app --unknown=1 a", ["sudo", "--user=app", "--unknown=1", "a"]],
    ["sudo -nZ a b", ["sudo", "-nZ", "a", "b"]],
    ["env -- A=1 a b", ["a", "b"]],
    ["env -u X - A=1 a b", ["a", "b"]],
    ["env -S 'a b' c", ["a", "b", "c"]],
    ["env -iS 'A=1 env -S \"a \\\\_\"' b", ["a", "b"]],
    ["env '-vSsh -c \"a b\"'", ["a", "b"]],
    ["env --split-string='a \\# #b'", ["a", "#"]],
    ['env -S "a $B"', ["env", "-S", "a $B"]],
    ["env -S 'a \"b'", ["env", "-S", 'a "b']],
    ["env -S", ["env", "-S"]],
    ["tini -sg -p SIGTERM -- a b", ["a", "b"]],
    ["tini -h", ["tini", "-h"]],
    ["/tini -- a b", ["a", "b"]],
    ["/opt/x/sudo a b", ["/opt/x/sudo", "a", "b"]],
    ["dumb-init -r 15:2 --single-child -- a b", ["a", "b"]],
    ["catatonit -g -- a b", ["a", "b"]],
    ["chroot --userspec=1:1 / a b", ["a", "b"]],
    ["chrt -r 10 a b", ["a", "b"]],
    ["chrt -p 10 1", ["chrt", "-p", "10", "1"]],
    ["taskset -c 0,2 a b", ["a", "b"]],
    ["setsid -w a b", ["a", "b"]],
    ["unshare -r a b", ["a", "b"]],
    ["unshare -Urm --map-users=0:0:1 --mount=/x -S 0 -- a b", ["a", "b"]],
    ["unshare -R /other a b", ["unshare", "-R", "/other", "a", "b"]],
    ["prlimit -n1024 --core=0 a b", ["a", "b"]],
    ["timeout -vk5 10 a b", ["a", "b"]],
    ["timeout 10 -- a b", ["timeout", "10", "--", "a", "b"]],
    ["setarch x86_64 -R a b", ["a", "b"]],
    ["xargs -i{} a b", ["a", "b"]],
    ["doas -u app a b", ["a", "b"]],
    ["s6-setuidgid x chpst -u x:y a b", ["a", "b"]],
  ])("sees %s as %j", (body, expected) => {
    expect(read(`RUN ${body}`).words).toEqual([expected]);
  });

  it("reads the command behind launchers, in shell form and in exec form", () => {
    fc.assert(
      fc.property(chain, ({ before, command, rest }) => {
        const words = before.flatMap((one) => one.words);
        const names = before.map((one) => one.name);
        const alone = read(`RUN ${command.join(" ")}`);
        for (const keyword of ["RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK CMD"]) {
          expect(read(`${keyword} ${[...words, ...command].join(" ")}`)).toEqual({ ...alone, wrappers: [names] });
          const exec = read(`${keyword} ${JSON.stringify([...words, ...command])}`);
          expect(exec.words).toEqual(alone.words);
          expect(exec.wrappers).toEqual([names]);
          expect(exec.places).toEqual([command.map((one) => JSON.stringify(one))]);
        }
        const script = `${command.join(" ")}${rest}`;
        const plain = read(`RUN ${script}`);
        for (const line of [
          `RUN ${[...words, "sh", "-c", `"${script}"`].join(" ")}`,
          `RUN ${JSON.stringify([...words, "/bin/bash", "-ec", script])}`,
        ]) {
          const { words: seen, places, wrappers } = read(line);
          expect({ words: seen, places }).toEqual({ words: plain.words, places: plain.places });
          expect(wrappers).toEqual(plain.wrappers.map(() => names));
        }
      }),
      { numRuns: 100 },
    );
  });

  it("reads the text of `env -S`", () => {
    fc.assert(
      fc.property(chain, ({ before, command, rest }) => {
        const words = before.flatMap((one) => one.words);
        const names = before.map((one) => one.name);
        const alone = read(`RUN ${command.join(" ")}`);
        const text = [...words, ...command].join(" ");
        for (const line of [
          `RUN env -S "${text}"`,
          `RUN env -iS'${text}'`,
          `RUN ["env", "--split-string=${text}"]`,
          `RUN ["env", "-S", ${JSON.stringify(`\t${text} # why`)}]`,
        ])
          expect(read(line)).toEqual({ ...alone, wrappers: [["env", ...names]] });
        const script = `${command.join(" ")}${rest}`;
        const plain = read(`RUN ${script}`);
        const { words: seen, places } = read(
          `RUN ["env", "-S", ${JSON.stringify(`${words.join(" ")} sh -c "${script}"`)}]`,
        );
        expect({ words: seen, places }).toEqual({ words: plain.words, places: plain.places });
      }),
      { numRuns: 80 },
    );
  });

  it("treats a launcher without a command, or with an unknown option, as the command", () => {
    for (const [name, { operands = 0 }] of launchers) {
      for (const words of [[name], [name, "--"], [name, "--no-such-option", "x", "make"], [name, "-\u00fc", "make"]]) {
        const given = [...words, ...Array.from({ length: words.length > 2 ? operands : 0 }, () => "1")];
        expect(read(`CMD ${JSON.stringify(given)}`).words, name).toEqual([given]);
      }
    }
  });

  it("terminates for any words", () => {
    const deep = Array.from({ length: 1_000 }, () => ["tini", "--"]).flat();
    expect(read(`RUN ${[...deep, "make"].join(" ")}`).words[0]?.at(-1)).toBe("make");
    expect(read(`RUN ${JSON.stringify([...deep, "sh", "-c", "make; make"])}`).words).toHaveLength(1);
    let text = "make";
    for (let depth = 0; depth < 8; depth++) text = `env -S '${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
    expect(read(`RUN ["env", "-S", ${JSON.stringify(text)}]`).words).toEqual([["make"]]);
    const long = `env -S '${"a".repeat(20_000)} ${"\\t".repeat(8_000)}'`;
    expect(read(`RUN ["env", "-S", ${JSON.stringify(long)}]`).words[0]).toHaveLength(2);
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            "env",
            " ",
            "-S",
            "'",
            '"',
            "\\",
            "${A}",
            "$",
            "#",
            "=",
            "--",
            "-",
            "tini",
            "\\c",
            "\\_",
            "sh",
            "-c",
          ),
        ),
        (parts) => {
          read(`RUN env ${parts.join("")}`);
          read(`RUN ${JSON.stringify(parts)}`);
          read(`RUN ["env", "-S", ${JSON.stringify(parts.join(""))}]`);
        },
      ),
      { numRuns: 400 },
    );
  });
});
