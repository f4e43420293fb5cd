import { buildCommand } from "@stricli/core";
import type { CliContext } from "../cli-context.ts";
import { formatFlag, modeFlag, outputFlag } from "../flags.ts";
import { searchFrom, storeFolder } from "../../pipeline/host/homes.ts";
import { deliver } from "../session.ts";

interface Flags {
  readonly format: string;
  readonly output?: string;
  readonly mode?: number;
}

export const advisoriesInfoCommand = buildCommand<Flags, [], CliContext>({
  docs: {
    brief: "Show the store: shards, sizes, ages, sources and their licenses, failed feeds",
    fullDescription: [
      "Reads the store in HULLPROOF_DATA, by default in the XDG data folder. Nothing is asked over the network.",
      "",
      "Example:  hullproof advisories info --format json",
    ].join("\n"),
  },
  parameters: {
    positional: { kind: "tuple", parameters: [] },
    flags: { format: formatFlag(["terminal", "json"]), output: outputFlag, mode: modeFlag },
  },
  async func(flags) {
    const { advisoriesInfo } = await import("../../pipeline/verbs/advisories/info.ts");
    const { renderAdvisories } = await import("./render-advisories.ts");
    const report = await advisoriesInfo(storeFolder(searchFrom(this)), this.now().slice(0, 10), this.version);
    await deliver(this, renderAdvisories(this, report, flags), flags.output, flags.mode);
  },
});
