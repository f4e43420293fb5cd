import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Instruction } from "../facts/dockerfile/dockerfile.ts";
import { applyEdits } from "../fixes/apply.ts";
import { planFixes } from "../fixes/plan.ts";
import { parseDockerfile } from "../formats/dockerfile/parse.ts";
import { appendCommand, insertAfter, insertBefore, joinRuns, removeInstruction } from "./edit.ts";
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
// Bodies of all shapes, laid out in all ways, and then really run: what an edit promises is what a shell does.
const atom = fc.constantFrom(
  "true",
  "false",
  "echo 1 >> log",
  "echo 2 >> log",
  "cd sub",
  "pwd >> log",
  "V=1",
  "export V=2",
  'echo "$V" >> log',
  "exit 0",
  "exit 3",
  'test -n "$V"',
  "set -e",
  "set +e",
  "! true",
  "! false",
  "sh -c 'false; echo 3 >> log'",
);
const { body } = fc.letrec<{ body: string; item: string }>((tie) => ({
  item: fc.oneof(
    { weight: 6, arbitrary: atom },
    { weight: 1, arbitrary: tie("body").map((inner) => `{ ${inner}; }`) },
    { weight: 1, arbitrary: tie("body").map((inner) => `( ${inner} )`) },
    { weight: 1, arbitrary: tie("body").map((inner) => `for i in 1 2; do ${inner}; done`) },
    {
      weight: 1,
      arbitrary: fc.tuple(tie("item"), tie("body")).map(([test, inner]) => `if ${test}; then ${inner}; fi`),
    },
  ),
  body: fc
    .tuple(
      fc.array(
        fc.tuple(tie("item"), fc.constantFrom(" && ", " || ", "; ", " && \\\n  ", " \\\n  && ", "; \\  \n# c\n  ")),
        { maxLength: 3 },
      ),
      tie("item"),
    )
    .map(([parts, last]) => parts.map(([one, operator]) => one + operator).join("") + last),
}));
const shells = fc.constantFrom(["/bin/sh", "-c"], ["/bin/sh", "-ec"], ["/bin/bash", "-eo", "pipefail", "-c"]);
const layout = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean());

function dockerfile(shell: readonly string[], bodies: readonly string[], how: readonly boolean[]): string {
  return laidOut(["FROM a", `SHELL ${JSON.stringify(shell)}`, ...bodies.map((one) => `RUN ${one}`)], how);
}

function laidOut(lines: readonly string[], [crlf, backtick, final]: readonly boolean[]): string {
  const text = lines.join("\n") + (final === true ? "\n" : "");
  const escaped = backtick === true ? `# escape=\`\n${text.replaceAll("\\", "`")}` : text;
  return crlf === true ? escaped.replaceAll("\n", "\r\n") : escaped;
}

/** Runs the RUNs of a Dockerfile one after the other, as a build does; bodies are joined by hand, not by our parser. */
function build(text: string, shell: readonly string[]): { readonly failed: boolean; readonly log: string } {
  const folder = mkdtempSync(join(tmpdir(), "runs-"));
  try {
    mkdirSync(join(folder, "sub"));
    writeFileSync(join(folder, "log"), "");
    const lines = text
      .replaceAll("\r", "")
      .replace(/^# .*\n/gm, "")
      .replace(/[\\`][ \t]*\n/g, "")
      .split("\n");
    const failed = lines
      .filter((line) => line.startsWith("RUN "))
      .some(
        (line) =>
          spawnSync(shell[0] ?? "", [...shell.slice(1), line.slice(4)], {
            cwd: folder,
            env: { PATH: process.env["PATH"] },
          }).status !== 0,
      );
    const inner = join(folder, "sub", "log");
    const inSub = existsSync(inner) ? readFileSync(inner, "utf8") : "";
    return { failed, log: (readFileSync(join(folder, "log"), "utf8") + inSub).replaceAll(folder, "") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("in a real shell", () => {
  it("runs an appended command only after all others succeeded", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(shells, body, layout, (shell, one, how) => {
        const text = dockerfile(shell, [one], how);
        const after = append(text, 'touch done && echo end >> "$OLDPWD/log" || :');
        fc.pre(after !== undefined);
        const parsed = at(after ?? "", -1);
        expect(parsed.unparsed).toBeUndefined();
        expect(parsed.commands?.at(-1)?.words[0]?.text).toBe(":");
        const plain = append(text, "echo end >> log") ?? "";
        const [was, is] = [build(text, shell), build(plain, shell)];
        expect(is.failed).toBe(was.failed);
        // `exit 0` in the middle ends the RUN early and well; whoever appends has to look for it.
        if (!one.includes("exit")) expect(is.log.includes("end\n")).toBe(!was.failed);
        expect(is.log.replace("end\n", "")).toBe(was.log);
      }),
      { numRuns: 40 },
    );
  });

  it("makes joined RUNs fail, stop and write like the two", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(shells, body, body, layout, (shell, one, two, how) => {
        const text = dockerfile(shell, [one, two], how);
        const after = joined(text);
        fc.pre(after !== undefined);
        const runs = parse(after ?? "").instructions.filter(({ keyword }) => keyword === "RUN");
        expect(runs).toHaveLength(1);
        expect(runs[0]?.unparsed).toBeUndefined();
        const names = (source: string) =>
          parse(source).instructions.flatMap(({ commands = [] }) =>
            commands.map((command) => command.words.map(({ text: word }) => word).join(" ")),
          );
        expect(names(after ?? "")).toEqual(names(text));
        expect(build(after ?? "", shell)).toEqual(build(text, shell));
      }),
      { numRuns: 40 },
    );
  });
});

describe("all at once", () => {
  it("keeps the bodies parseable after any combination of edits", () => {
    const lines = fc.array(
      fc.oneof(
        body.map((one) => `RUN ${one}`),
        fc.constantFrom("", "# note", "USER b", "RUN <<E\nx\nE", 'RUN ["a"]', "RUN a # b", "RUN a;"),
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(lines, layout, fc.infiniteStream(fc.nat(4)), (each, how, choices) => {
        const parsed = parse(laidOut(["FROM a", "ENV b=c", ...each], how));
        const { instructions } = parsed;
        const candidates = instructions.slice(2).flatMap((instruction, index) => {
          const next = instructions[index + 3];
          const made = [
            removeInstruction(parsed, instruction),
            insertAfter(parsed, instruction, "USER c"),
            insertBefore(parsed, instruction, "USER d"),
            appendCommand(parsed, instruction, "rm -rf x"),
            next && joinRuns(parsed, instruction, next),
          ][choices.next().value ?? 0];
          if (made === undefined) return [];
          const edits = "span" in made ? ([made] as const) : made;
          return [{ rule: `r${index}`, fix: { title: "", applicability: "safe" as const, edits } }];
        });
        const after = applyEdits(parsed.text, planFixes(parsed.text, candidates, ["safe"]).edits);
        const broken = (source: string) =>
          parse(source).instructions.filter(({ unparsed }) => unparsed?.startsWith("syntax")).length;
        expect(broken(after)).toBeLessThanOrEqual(broken(parsed.text));
      }),
      { numRuns: 500 },
    );
  });
});
