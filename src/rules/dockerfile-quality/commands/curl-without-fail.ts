import { imageBelow, isBusybox } from "../../../facts/dockerfile/base-shell.ts";
import type { DockerfileFact, ShellCommand } from "../../../facts/dockerfile/dockerfile.ts";
import { fileName } from "../../layers/unpacking.ts";
import { downloadOf } from "../../vulnerabilities/downloads.ts";
import { decidesRun, nextOf, stopsAtFailure } from "./status.ts";
import { checksFile, isStrictReader } from "./strict-reader.ts";
import { quote, reference } from "../../shared/evidence.ts";
import { mayCall } from "../../../facts/dockerfile/programs.ts";
import { defineRule } from "../../rule.ts";
import { argumentsOf, programOf } from "../../../facts/dockerfile/runs.ts";
import { runBodies, type RunBody } from "../../../facts/dockerfile/run-commands.ts";

/** In a bundle, letters before the f must have no value: `-of` writes to a file named f. */
const fails = /^(--fail|--fail-with-body|-[#aBgGijJklLnNOpqRsSvZ0-9]*f[a-zA-Z#]*)$/;
/** The script prints or reads the response's status, or a file sets the option. */
const reads = /^(--head|-[a-zA-Z]*I|-w|--write-out(=.*)?|-K|--config(=.*)?|-X|--request(=.*)?|--version|-V)$/;

export default defineRule({
  id: "build/curl-without-fail",
  title: "curl without --fail",
  why:
    "Without `-f` curl ends with success whatever the server answers: the page that says 404 or 503 is saved as the file, or piped into the next program, " +
    "and the build goes on with it. `-f` makes the RUN fail there, which is also when a retry can help. " +
    "Where the next command compares the file, unpacks it or installs it, that one fails.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "proven",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN curl -sSL -o /etc/a.json https://example.com/a.json\n",
      good: "FROM debian:trixie-slim\nRUN curl -f -sSL -o /etc/a.json https://example.com/a.json\n",
    },
  ],
  *check({ dockerfile }) {
    if (!mayCall(dockerfile, "curl")) return;
    for (const body of runBodies(dockerfile)) {
      for (const command of body.commands) {
        if (programOf(command) !== "curl") continue;
        const args = argumentsOf(command);
        const url = args.find(({ text }) => /https?:\/\//.test(text));
        if (url === undefined || /\/\/(localhost|127\.|\[::1)/.test(url.text)) continue;
        if (args.some(({ text }) => fails.test(text) || reads.test(text))) continue;
        if (isCaught(body, command, dockerfile)) continue;
        const at = command.words[0]?.span.end ?? command.span.start;
        yield {
          message: `Whatever the server answers for \`${url.text}\`, an error page too, this curl calls it success`,
          at: command.span,
          evidence: [
            quote(dockerfile, command.span),
            reference(
              "-f, --fail: fail with error code 22 and no output on HTTP response codes at 400 or greater",
              "curl(1)",
            ),
          ],
          fix: {
            title: "fail on an error page with -f",
            applicability: "proven",
            edits: [{ file: dockerfile.file, span: { start: at, end: at }, text: " -f" }],
          },
        };
      }
    }
  },
});

/** May come between a download and what looks at it. */
const between = /^(?:echo|printf|curl|wget|mkdir|cd)$/;

/** The next command fails on an error page: `curl URL | tar x`, `curl -o FILE URL && echo SUM FILE | sha256sum -c`. */
function isCaught(body: RunBody, curl: ShellCommand, dockerfile: DockerfileFact): boolean {
  const { commands, stage } = body;
  const busybox = isBusybox(imageBelow(dockerfile, stage));
  const output = curl.redirects?.find(({ operator }) => operator === ">")?.target.text ?? downloadOf(curl)?.file;
  const index = commands.indexOf(curl);
  if (output === undefined) {
    const { pipeline } = curl;
    const end = commands.findLastIndex((command) => command.pipeline === pipeline);
    const readers = commands.slice(index + 1, end + 1).filter((command) => command.pipeline === pipeline);
    if (pipeline === undefined || readers.length === 0) return false;
    return (
      readers.every((reader) => reader.after === "|" && isStrictReader(reader, busybox)) &&
      decidesRun(body, end, dockerfile.text)
    );
  }
  let fed: readonly string[] = [];
  for (let at = nextOf(commands, index); at < commands.length; at = nextOf(commands, at)) {
    const next = commands[at];
    if (next === undefined || !/^(?:&&|\||;)$/.test(next.after)) return false;
    if (next.after === ";" && !stopsAtFailure(body, curl)) return false;
    const name = fileName(output);
    if (checksFile(next, name, busybox, next.after === "|" ? fed : [])) return decidesRun(body, at, dockerfile.text);
    if (!between.test(programOf(next) ?? "")) return false;
    fed = next.words.map(({ text }) => text);
  }
  return false;
}
