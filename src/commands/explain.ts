import { buildCommand } from "@stricli/core";
import { Failure } from "../domain/failure.ts";
import type { CliContext } from "./cli-context.ts";
import { rulesThatBegin } from "./rules-that-begin.ts";
import { deliver } from "./session.ts";

export const explainCommand = buildCommand<object, [string], CliContext>({
  docs: {
    brief: "Explain a rule (why, examples, fix, the same rule in other tools), or what a proof is",
    fullDescription:
      "RULE is an id of `hullproof rules` or of another tool (hadolint/DL3009, or DL3009). `what-a-proof-is` prints what verdicts show and what not.\n\nExample:  hullproof explain capabilities/comma-list\n          hullproof explain what-a-proof-is",
  },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [{ brief: "Rule id", parse: String, placeholder: "RULE", proposeCompletions: rulesThatBegin }],
    },
    flags: {},
  },
  async func(_, id) {
    const { explain, ruleIds } = await import("../pipeline/explain.ts");
    const text = explain(id);
    if (text === undefined) {
      const near = ruleIds()
        .filter((one) => one.includes(id.split("/").at(-1) ?? id))
        .slice(0, 5);
      throw new Failure("bad-usage", `there is no rule ${id}`, {
        hint: near.length > 0 ? `Did you mean ${near.join(", ")}?` : "`hullproof rules` lists them all.",
      });
    }
    await deliver(this, { text, syntax: "text" }, undefined);
  },
});
