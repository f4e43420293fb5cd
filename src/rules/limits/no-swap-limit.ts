import type { Fix } from "../../domain/finding/fix.ts";
import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { has, setting, unset } from "../shared/run-line.ts";

export default defineRule({
  id: "limits/no-swap-limit",
  title: "Memory limit that swap doubles",
  why:
    "With --memory alone a container may use as much swap again, where the host has swap: it gets slow instead of being stopped, and slows its neighbours' disk. " +
    "--memory-swap of the same value allows no swap.",
  severity: "info",
  needs: ["runLines"],
  fix: "suggested",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --memory=256m example/report:1.4\n",
      good: "docker run --rm --memory=256m --memory-swap=256m example/report:1.4\n",
    },
  ],
  *check({ runLines }) {
    for (const line of runLines.lines) {
      const memory = line.flags.findLast((flag) => flag.name === "memory");
      // A fragment is not asked for what is missing; 0 means no limit at all.
      if (line.kind !== "command" || line.unknownFlags || memory?.value === undefined || /^0\w*$/.test(memory.value))
        continue;
      if (has(line, "memory-swap")) continue;
      const text = ` --memory-swap=${memory.value}`;
      const at = memory.span.end;
      const fix: Fix = {
        title: "Allow no swap beyond the memory limit",
        applicability: "suggested",
        edits: [{ file: runLines.file, span: { start: at, end: at }, text }],
      };
      yield {
        message: `\`--memory ${memory.value}\` without \`--memory-swap\` allows as much swap again`,
        at: memory.span,
        evidence: [
          quote(runLines, memory.span),
          setting(memory),
          unset("memory-swap"),
          reference(
            "If --memory is set and --memory-swap is not, the container can use as much swap as the --memory setting, if the host has swap",
            "docs.docker.com, Resource constraints, --memory-swap details",
          ),
        ],
        ...(/^\w+$/.test(memory.value) && { fix }),
      };
    }
  },
});
