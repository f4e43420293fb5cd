import { buildCommand } from "@stricli/core";
import type { CliContext } from "./cli-context.ts";
import { formatFlag, modeFlag, outputFlag } from "./flags.ts";
import { deliver } from "./session.ts";

interface Flags {
  readonly format: string;
  readonly output?: string;
  readonly mode?: number;
}

export const rulesCommand = buildCommand<Flags, [], CliContext>({
  docs: { brief: "List all rules by practice", fullDescription: "Example:  hullproof rules --format json" },
  parameters: {
    positional: { kind: "tuple", parameters: [] },
    flags: { format: formatFlag(["terminal", "json"]), output: outputFlag, mode: modeFlag },
  },
  async func(flags) {
    const { listRules } = await import("../pipeline/explain.ts");
    const syntax = flags.format === "json" ? "json" : "text";
    await deliver(this, { text: listRules(flags.format), syntax }, flags.output, flags.mode);
  },
});
