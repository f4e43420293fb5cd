import { resolve } from "node:path";
import { buildCommand } from "@stricli/core";
import type { CliContext } from "../cli-context.ts";
import { formatFlag, progressFlag, quietFlag } from "../flags.ts";
import { progressLine } from "../progress-line.ts";
import { searchFrom, storeFolder } from "../../pipeline/host/homes.ts";
import { deliver } from "../session.ts";

interface Flags {
  readonly format: string;
  readonly output?: string;
  readonly quiet: boolean;
  readonly progress: "auto" | "plain" | "json" | "none";
}

export const buildAdvisoriesCommand = buildCommand<Flags, string[], CliContext>({
  docs: {
    brief: "Compile advisories from local files into the store",
    fullDescription: [
      "Reads folders and files of OSV records (JSON, JSON lines, ZIP exports), Debian's tracker (JSON, lists), Alpine's secdb, RustSec, rubysec,",
      "FriendsOfPHP, Node.js, retire.js, KEV, EPSS and life cycles. Content and name decide what each file is. Shards that the files do not",
      "mention stay as they are.",
      "",
      "Example:  hullproof advisories build ~/osv-exports ./known_exploited_vulnerabilities.json",
    ].join("\n"),
  },
  parameters: {
    positional: {
      kind: "array",
      parameter: { brief: "Folder or file with advisories.", parse: String, placeholder: "DIR" },
      minimum: 1,
    },
    flags: {
      format: formatFlag(["terminal", "json"]),
      output: {
        kind: "parsed",
        parse: String,
        brief: "The store's folder, instead of HULLPROOF_DATA.",
        optional: true,
        placeholder: "DIR",
      },
      quiet: quietFlag,
      progress: progressFlag,
    },
  },
  async func({ format, output, quiet, progress }, ...inputs) {
    const { buildAdvisories } = await import("../../pipeline/verbs/advisories/build.ts");
    const { buildText } = await import("../../pipeline/verbs/advisories/build-report.ts");
    const bar = progressLine(this, quiet ? "none" : progress);
    try {
      const report = await buildAdvisories({
        cwd: this.cwd,
        inputs,
        output: output === undefined ? storeFolder(searchFrom(this)) : resolve(this.cwd, output),
        now: this.now(),
        progress: (event) => bar.show(event),
        signal: this.signal,
      });
      bar.clear();
      const text = format === "json" ? `${JSON.stringify(report, undefined, 2)}\n` : buildText(report);
      await deliver(this, { text, syntax: format === "json" ? "json" : "text" }, undefined);
    } finally {
      bar.clear();
    }
  },
});
