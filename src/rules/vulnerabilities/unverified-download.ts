import type { ShellCommand } from "../../facts/dockerfile.ts";
import type { Span } from "../../domain/span.ts";
import { quote } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { argumentsOf, programOf, runsOf } from "../runs.ts";

const fetches = /^(curl|wget)$/;
const interprets = /^((ba|da|a|z|k)?sh|python(\d(\.\d+)?)?|perl|ruby|node|php)$/;
const urlPattern = /https?:\/\/[^\s"'`)]+/;

export default defineRule({
  id: "vulnerabilities/unverified-download",
  title: "Downloaded code runs without a check",
  why:
    "Whoever answers for that address, today or after a break-in next year, decides what runs as root in your build and what ends in your image. " +
    "No scanner sees it, and no lock file records it. Download to a file, compare its checksum, then run it; or take a package that is signed.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN curl -fsSL https://get.example.com/install.sh | bash\nADD https://dl.example.com/tool /usr/bin/tool\n",
      good:
        "FROM debian:trixie-slim\n" +
        `RUN curl -fsSLo install.sh https://get.example.com/install.sh && echo "${"0f".repeat(32)}  install.sh" | sha256sum -c - && bash install.sh\n` +
        `ADD --checksum=sha256:${"1e".repeat(32)} https://dl.example.com/tool /usr/bin/tool\n`,
    },
  ],
  *check({ dockerfile }) {
    for (const run of dockerfile.stages.flatMap(runsOf)) {
      for (const [index, command] of run.commands.entries()) {
        const source = pipedFrom(run.commands, index) ?? substituted(command);
        if (source === undefined) continue;
        const url = urlPattern.exec(dockerfile.text.slice(source.start, source.end))?.[0];
        yield {
          message: `${url ? `\`${url}\`` : "A download"} goes straight into ${programOf(command)}: what answers there runs in the build, unchecked`,
          at: source.start < command.span.start ? { start: source.start, end: command.span.end } : command.span,
          evidence: [quote(dockerfile, { start: Math.min(source.start, command.span.start), end: command.span.end })],
        };
      }
    }
    for (const instruction of dockerfile.stages.flatMap((stage) => stage.instructions)) {
      if (instruction.keyword !== "ADD" || instruction.flags.some(({ name }) => name === "checksum")) continue;
      for (const { text, span } of instruction.words.slice(0, -1)) {
        // A git repository pinned to a commit is checked by its id.
        if (!/^["']?https?:\/\//i.test(text) || /\.git(#|["']?$)/.test(text)) continue;
        yield {
          message: `ADD takes \`${text}\` as it comes: no --checksum says which file is meant`,
          at: span,
          evidence: [quote(dockerfile, instruction.span)],
        };
      }
    }
  },
});

/** Span of the curl or wget at the start of the pipe that ends in this interpreter. */
function pipedFrom(commands: readonly ShellCommand[], index: number): Span | undefined {
  const command = commands[index];
  if (command?.after !== "|" || !interprets.test(programOf(command) ?? "") || readsOwnScript(command)) return undefined;
  for (let at = index - 1; at >= 0; at--) {
    const earlier = commands[at];
    if (earlier === undefined) return undefined;
    if (fetches.test(programOf(earlier) ?? "")) return earlier.span;
    if (earlier.after !== "|") return undefined;
  }
  return undefined;
}

/** `... | python -c CODE`, `| python -m json.tool` and `| sh script.sh` read data, not code. */
function readsOwnScript(command: ShellCommand): boolean {
  const [first, ...rest] = argumentsOf(command).map(({ text }) => text);
  if (first === undefined || first === "-" || first === "/dev/stdin") return false;
  if (programOf(command)?.endsWith("sh") === true)
    return /^-[a-z]*c$/.test(first) || (!first.startsWith("-") && !first.startsWith("+"));
  return !first.startsWith("-") || /^-(c|m|e|n|p|ne|pe)$/.test(first) || rest.some((word) => !word.startsWith("-"));
}

/** `bash -c "$(curl ...)"`, `sh <(wget ...)` */
function substituted(command: ShellCommand): Span | undefined {
  if (!/^((ba|da|a|z|k)?sh|eval|source|\.)$/.test(programOf(command) ?? "")) return undefined;
  return command.words.find(({ text }) => /(\$\(|<\(|`)\s*(sudo\s+)?(curl|wget)\b/.test(text))?.span;
}
