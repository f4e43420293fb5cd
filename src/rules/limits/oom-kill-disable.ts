import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { flagsOf, has, isOn, setting } from "../shared/run-line.ts";

export default defineRule({
  id: "limits/oom-kill-disable",
  title: "Out-of-memory killer switched off",
  why:
    "With --oom-kill-disable a container that reaches its memory limit hangs instead of being stopped and restarted; without a limit it can take " +
    "the whole host down. Give it a --memory that it was shown to run under.",
  severity: "error",
  needs: ["runLines"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --oom-kill-disable example/import:2.0\n",
      good: "docker run --rm --memory 512m --memory-swap 512m example/import:2.0\n",
    },
  ],
  *check({ runLines }) {
    for (const { line, flag } of flagsOf(runLines, "oom-kill-disable")) {
      if (!isOn(line, "oom-kill-disable")) continue;
      const limited = has(line, "memory") || line.kind === "flags" || line.unknownFlags;
      yield {
        message: limited
          ? "`--oom-kill-disable` makes a container at its memory limit hang instead of being stopped and restarted"
          : "`--oom-kill-disable` without `--memory`: the container can take all memory of the host, and the kernel may not stop it",
        at: flag.span,
        evidence: [
          quote(runLines, flag.span),
          setting(flag),
          reference(
            "WARNING: OOM killer is disabled for the container, but no memory limit is set, this can result in the system running out of resources.",
            "what Docker 26.1.5 says to a container without --memory",
          ),
        ],
      };
    }
  },
});
