// Nothing reaches stdout or stderr but through src/commands/writer.ts: the sources are searched for ways around it.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

/** Words of the language and of Node by which a text can get out; `cli.process` and `this.process` are the writers'. */
const ways = [
  /(?<![.\w])process\s*(?:\?\.|\.)\s*(?:stdout|stderr|_rawDebug|emitWarning)\b/,
  /(?<![.\w])process\s*\[/,
  /\bglobalThis\s*\.\s*(?:process|console)\b/,
  /(?<![.\w])console\s*[.[]/,
  /^(?!import type).*\bfrom\s+"(?:node:)?(?:process|console|tty)"/,
  /\{[^{}]*\bstd(?:out|err)\b[^{}]*\}\s*=\s*process\b/,
  /\bwriteSync\s*\(\s*[12]\b|\bwriteFileSync\s*\(\s*[12]\b|createWriteStream\([^)]*\bfd:\s*[12]\b/,
  /["']inherit["']/,
  /stdio:\s*\[[^\]]*\b[12]\b/,
  /\/dev\/(?:stdout|stderr|tty)\b/,
  /\bdebuglog\s*\(/,
];

/** Where one of them is meant, with the reason. */
const meant: Readonly<Record<string, string>> = {
  "src/supervision/terminals.ts": "hands both streams to the writers",
  "src/proof/learn/growth/growing-paths.ts": "advises a link to /dev/stdout in a Dockerfile",
  "src/facts/slim/probe-steps.ts": "holds a script that prints its answer in the container",
  "src/formats/requests/bruno.ts": "knows a login that Bruno's folders hand down as inherit",
  "src/commands/session.ts": "knows --output /dev/stdout as stdout",
  "src/sources/files/write-whole.ts": "knows --output /dev/stderr as a stream that is open",
};

it("no source writes past the writer", () => {
  const found = globSync("src/**/*.ts", { cwd: root })
    .filter((path) => !path.endsWith(".test.ts") && meant[path] === undefined)
    .flatMap((path) =>
      readFileSync(join(root, path), "utf8")
        .split("\n")
        .flatMap((line, index) => (ways.some((way) => way.test(line)) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
    );
  expect(found).toEqual([]);
});

it.each([
  "process.stdout.write(x)",
  "void process.stderr.write(`a`)",
  "process?.stdout",
  'process["stdout"].write(x)',
  "const { stdout } = process;",
  'import { stdout } from "node:process";',
  "console.error(x)",
  "globalThis.console.log(x)",
  "writeSync(2, x)",
  'spawn("a", { stdio: "inherit" })',
  "process.emitWarning(x)",
])("%s would be found", (line) => {
  expect(ways.some((way) => way.test(line))).toBe(true);
});

it.each(["cli.process.stdout.write(x)", "this.process.stderr.write(x)", "child.stdout.on(1)"])("%s is none", (line) => {
  expect(ways.some((way) => way.test(line))).toBe(false);
});
