import { quote, reference } from "../../shared/evidence.ts";
import { mayCall } from "../../../facts/dockerfile/programs.ts";
import { defineRule } from "../../rule.ts";
import { argumentsOf, programOf } from "../../../facts/dockerfile/runs.ts";
import { runBodies } from "../../../facts/dockerfile/run-commands.ts";

/** In a bundle, letters before the f must take no value: `-of` writes to a file named f. */
const fails = /^(--fail|--fail-with-body|-[#aBgGijJklLnNOpqRsSvZ0-9]*f[a-zA-Z#]*)$/;
/** The answer's status is what is asked for, is read by the script, or is set in a file. */
const reads = /^(--head|-[a-zA-Z]*I|-w|--write-out(=.*)?|-K|--config(=.*)?|-X|--request(=.*)?|--version|-V)$/;

export default defineRule({
  id: "build/curl-without-fail",
  title: "curl without --fail",
  why:
    "Without `-f` curl ends with success whatever the server answers: the page that says 404 or 503 is saved as the file, or piped into the next program, " +
    "and the build goes on with it. `-f` makes the RUN fail there, which is also when a retry can help.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "proven",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN curl -sSL -o /tmp/a.tgz https://example.com/a.tgz && tar -xzf /tmp/a.tgz\n",
      good: "FROM debian:trixie-slim\nRUN curl -f -sSL -o /tmp/a.tgz https://example.com/a.tgz && tar -xzf /tmp/a.tgz\n",
    },
  ],
  *check({ dockerfile }) {
    if (!mayCall(dockerfile, "curl")) return;
    for (const { commands } of runBodies(dockerfile)) {
      for (const command of commands) {
        if (programOf(command) !== "curl") continue;
        const args = argumentsOf(command);
        const url = args.find(({ text }) => /https?:\/\//.test(text));
        if (url === undefined || /\/\/(localhost|127\.|\[::1)/.test(url.text)) continue;
        if (args.some(({ text }) => fails.test(text) || reads.test(text))) continue;
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
