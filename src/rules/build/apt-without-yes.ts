import { aptCalls } from "../apt.ts";
import { quote, reference } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { runsOf, type Call } from "../runs.ts";

const asks = /^(install|upgrade|dist-upgrade|full-upgrade|remove|purge|autoremove|build-dep)$/;

export default defineRule({
  id: "build/apt-without-yes",
  title: "apt that asks in a build",
  why: "apt asks before it installs more than was named or removes anything, and in a build nobody answers: it gives up and the build fails. It works today only as long as the package brings nothing along.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "safe",
  also: ["hadolint/DL3014", "trivy/DS-0021"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN apt-get update && apt-get install --no-install-recommends curl\n",
      good: "FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n",
    },
  ],
  *check({ dockerfile }) {
    if (/Assume-Yes/i.test(dockerfile.text)) return;
    for (const call of dockerfile.stages.flatMap(runsOf).flatMap(aptCalls)) {
      if (!asks.test(call.action.text) || saysYes(call) || call.command.after === "|") continue;
      const at = call.action.span.end;
      yield {
        message: `\`${call.program} ${call.action.text}\` asks before it goes on, and nobody answers in a build`,
        at: call.action.span,
        evidence: [
          quote(dockerfile, call.command.span),
          reference(
            "-y, --yes, --assume-yes: assume yes as answer to all prompts and run non-interactively",
            "apt-get(8)",
          ),
        ],
        fix: {
          title: "add -y",
          applicability: "safe",
          edits: [{ file: dockerfile.file, span: { start: at, end: at }, text: " -y" }],
        },
      };
    }
  },
});

/** -y in any spelling; -qq implies it, and a simulation asks nothing. */
function saysYes({ args }: Call): boolean {
  return (
    args.some(
      ({ text }) =>
        /^(--yes|--assume-yes|--assume-no|--force-yes|--simulate|--just-print|--dry-run|--recon|--no-act|--print-uris|-q=2)$/.test(
          text,
        ) || /^-[a-z]*(y|qq|s)[a-z]*$/i.test(text),
    ) || args.filter(({ text }) => text === "-q").length > 1
  );
}
