import { buildCommand } from "@stricli/core";
import { Failure } from "../domain/failure.ts";
import type { CliContext } from "./cli-context.ts";
import { allowRulesFlag, configFlag } from "./flags.ts";
import { rulesThatBegin } from "./rules-that-begin.ts";
import { deliver } from "./session.ts";

interface Flags {
  readonly config?: string;
  readonly allowRules: boolean;
}

export const explainCommand = buildCommand<Flags, [string], CliContext>({
  docs: {
    brief: "Explain a rule (why, examples, fix, the same rule in other tools), or what a proof is",
    fullDescription: [
      "RULE is an id of `hullproof rules` or of another tool (hadolint/DL3009, or DL3009). `what-a-proof-is` prints what verdicts show and what not.",
      "A rule of your own, of the current folder's hullproof.yaml, is explained with --allow-rules: it is loaded for that.",
      "",
      "Example:  hullproof explain capabilities/comma-list",
      "          hullproof explain what-a-proof-is",
    ].join("\n"),
  },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [{ brief: "Rule id", parse: String, placeholder: "RULE", proposeCompletions: rulesThatBegin }],
    },
    flags: { allowRules: allowRulesFlag, config: configFlag },
  },
  async func(flags, id) {
    const { explain, isCustomRuleId: isOwnId, ruleIds } = await import("../pipeline/verbs/explain/explain.ts");
    const text = explain(id) ?? (isOwnId(id) ? await ofOwn(this, id, flags) : undefined);
    if (text === undefined) {
      const near = ruleIds()
        .filter((one) => one.includes(id.split("/").at(-1) ?? id))
        .slice(0, 5);
      throw new Failure("bad-usage", `there is no rule ${id}`, {
        hint: near.length > 0 ? `Did you mean ${near.join(", ")}?` : "`hullproof rules` lists them all.",
      });
    }
    const { live, columns } = this.stdout;
    const formattedText = live ? (await import("../reports/terminal/prose.ts")).proseLines(text, columns) : text;
    await deliver(this, { text: formattedText, syntax: "text" }, undefined);
  },
});

/** The page of a custom rule. Throws `bad-usage` if it must not or cannot be loaded. */
async function ofOwn(cli: CliContext, id: string, flags: Flags): Promise<string> {
  if (!flags.allowRules)
    throw new Failure("bad-usage", `${id} is the id of a rule of your own, and none was loaded`, {
      hint: `It is code of the folder; when you trust it: hullproof explain --allow-rules ${id}`,
    });
  const { rulesHere, tellUnusable } = await import("./rules-here.ts");
  const customRules = await rulesHere(cli, flags);
  const customRule = customRules.texts.find(({ rule }) => rule === id);
  if (customRule !== undefined)
    return (await import("../pipeline/verbs/explain/explain.ts")).explainCustomRule(customRule);
  tellUnusable(cli, customRules);
  throw new Failure("bad-usage", `there is no rule ${id} of your own`, {
    hint:
      customRules.notChecked[0] ??
      `policy.ruleFiles of ${flags.config ?? "the current folder's hullproof.yaml"} names none such; \`hullproof rules --allow-rules\` lists them.`,
  });
}
