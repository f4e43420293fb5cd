import { buildCommand } from "@stricli/core";
import type { CliContext } from "./cli-context.ts";
import { allowRulesFlag, configFlag, formatFlag, modeFlag, outputFlag } from "./flags.ts";
import { rulesHere, tellUnusable } from "./rules-here.ts";
import { deliver } from "./session.ts";

interface Flags {
  readonly format: string;
  readonly output?: string;
  readonly mode?: number;
  readonly config?: string;
  readonly allowRules: boolean;
}

export const rulesCommand = buildCommand<Flags, [], CliContext>({
  docs: {
    brief: "List all rules by practice",
    fullDescription: [
      "With --allow-rules also those of policy.ruleFiles in the current folder's hullproof.yaml; each is loaded and held to its examples.",
      "",
      "Example:  hullproof rules --format json",
      "",
      "Exit 0: done. 2: a rule of your own can't be loaded, or an example of it is wrong.",
    ].join("\n"),
  },
  parameters: {
    positional: { kind: "tuple", parameters: [] },
    flags: {
      format: formatFlag(["terminal", "json"]),
      allowRules: allowRulesFlag,
      config: configFlag,
      output: outputFlag,
      mode: modeFlag,
    },
  },
  async func(flags) {
    const { listRules } = await import("../pipeline/verbs/explain/explain.ts");
    const customRules = flags.allowRules ? await rulesHere(this, flags) : { texts: [], unread: [] };
    const syntax = flags.format === "json" ? "json" : "text";
    await deliver(this, { text: listRules(flags.format, customRules.texts), syntax }, flags.output, flags.mode);
    tellUnusable(this, customRules);
    if (customRules.unread.length > 0) this.process.exitCode = 2;
  },
});
