import { quote, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";
import { renameFix, undefinedUses } from "./variable-fixes.ts";

/** Build options that are read as ARGs and are no variables. */
const options = new Set(["BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"]);

export default defineRule({
  id: "build/undefined-variable",
  title: "Undefined variable",
  why:
    "Docker puts an empty text where a variable is not defined and goes on: `COPY $SRC/app /app` then copies from the top of the context, and `ENV PATH=$PAHT:/app` loses every other program. " +
    "An ARG from before the first FROM counts too only after the stage repeats it.",
  severity: "warning",
  casesOnRequest: {
    cases: "variables that a base may set",
    reason: "what a base sets is known only where an engine has it",
  },
  needs: ["dockerfile", "variables"],
  fix: "suggested",
  also: ["buildkit/UndefinedVar"],
  examples: [
    {
      kind: "dockerfile",
      bad: "ARG VERSION=1.2\nFROM alpine:3.23\nCOPY dist/app-$VERSION.bin /usr/bin/app\n",
      good: "ARG VERSION=1.2\nFROM alpine:3.23\nARG VERSION\nCOPY dist/app-$VERSION.bin /usr/bin/app\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM alpine:3.23\nENV PATH=$PAHT:/app/bin\n",
      good: "FROM alpine:3.23\nENV PATH=$PATH:/app/bin\n",
    },
  ],
  *check({ dockerfile, variables }) {
    const globals = new Set(
      dockerfile.instructions
        .slice(
          0,
          dockerfile.instructions.findIndex(({ keyword }) => keyword === "FROM"),
        )
        .flatMap(({ words }) => words.map(({ text }) => text.split("=")[0])),
    );
    for (const use of undefinedUses(variables.uses)) {
      const { name, instruction, stage, suggestion, baseUnknown } = use;
      if (instruction.keyword === "FROM" || options.has(name)) continue;
      const fix = renameFix(dockerfile, use);
      const unless = baseUnknown ? ` unless ${dockerfile.stages[stage ?? 0]?.base.text ?? "the base"} sets it` : "";
      const hint =
        suggestion !== undefined
          ? `; is $${suggestion} meant?`
          : stage !== undefined && globals.has(name)
            ? `; the ARG before FROM counts here only after \`ARG ${name}\``
            : "";
      yield {
        message: `nothing defines ${name} here: it is ${use.guarded ? "unset" : "empty"}${unless}${hint}`,
        at: use.span,
        ...((use.guarded || baseUnknown) && { severity: "info" as const }),
        ...(baseUnknown && { onRequest: true as const }),
        evidence: [
          quote(
            dockerfile,
            instruction.keyword === "COPY" || instruction.keyword === "ADD" ? use.span : instruction.span,
          ),
          reference(
            "a variable that is not set is replaced by nothing",
            "Dockerfile reference, Environment replacement",
          ),
        ],
        ...(fix && { fix }),
      };
    }
  },
});
