import { buildCommand } from "@stricli/core";
import type { CliContext } from "../cli-context.ts";
import { configFlag, formatFlag, modeFlag, outputFlag, progressFlag, quietFlag } from "../flags.ts";
import { searchFrom, storeFolder } from "../../pipeline/host/homes.ts";
import { deliver, openSession } from "../session.ts";

interface Flags {
  readonly ecosystem?: readonly string[];
  readonly all: boolean;
  readonly from?: string;
  readonly mirror?: string;
  readonly timeout: number;
  readonly allowOlder: boolean;
  readonly dryRun: boolean;
  readonly format: string;
  readonly output?: string;
  readonly mode?: number;
  readonly config?: string;
  readonly progress: "auto" | "plain" | "json" | "none";
  readonly quiet: boolean;
}

const onOff = (brief: string) => ({ kind: "boolean", brief, default: false, withNegated: false }) as const;
const optional = (brief: string, placeholder: string) =>
  ({ kind: "parsed", parse: String, optional: true, placeholder, brief }) as const;

export const updateAdvisoriesCommand = buildCommand<Flags, string[], CliContext>({
  docs: {
    brief: "Download vulnerability data for the packages of these images",
    fullDescription: [
      "Downloads from the public feeds what a scan of the named images, SBOMs or Dockerfiles needs, and only what is newer than",
      "what is here. Without names it renews what is here. A failed feed keeps its old data and is reported. --from takes the shards of another",
      "store, or feeds that were downloaded elsewhere, for machines without a network. HULLPROOF_DATA names the store's folder,",
      "HULLPROOF_ADVISORIES_MIRROR a mirror of all feeds; HTTPS_PROXY, NO_PROXY and NODE_EXTRA_CA_CERTS are honoured.",
      "",
      "Example:  hullproof advisories update python:3.13-slim",
      "          hullproof advisories update --ecosystem debian-13 --ecosystem pypi",
      "          hullproof advisories update --from /media/stick/advisories",
      "",
      "Exit 0: done. 2: a feed failed, or nothing could be done.",
    ].join("\n"),
  },
  parameters: {
    positional: {
      kind: "array",
      parameter: { brief: "Image, SBOM or Dockerfile", parse: String, placeholder: "TARGET" },
    },
    flags: {
      ecosystem: {
        ...optional("Shards of this ecosystem or release (pypi, debian-13, alpine); may be repeated.", "NAME"),
        variadic: true,
      },
      all: onOff("Everything that the feeds have."),
      from: optional("Take it from another store, or from downloaded feeds, in place of the network.", "DIR|URL"),
      mirror: optional("A base address that has all feeds, each below HOST/PATH of its own.", "URL"),
      timeout: {
        kind: "parsed",
        parse: minutes,
        default: "30",
        placeholder: "MINUTES",
        brief: "Longest time for one file.",
      },
      allowOlder: onOff("Take data that is older, or much less, than what is here."),
      dryRun: onOff("Only show what would be downloaded, and how much."),
      format: formatFlag(["terminal", "json"]),
      output: outputFlag,
      mode: modeFlag,
      config: configFlag,
      progress: progressFlag,
      quiet: quietFlag,
    },
  },
  async func(flags, ...targets) {
    const { runUpdate } = await import("../../pipeline/verbs/advisories/run-update.ts");
    const { renderAdvisories } = await import("./render-advisories.ts");
    await using session = openSession(this, flags, targets);
    const { ecosystem = [], all, from, mirror, allowOlder, dryRun } = flags;
    const { report, failed } = await runUpdate(
      { targets, ecosystems: ecosystem, all, from, mirror, allowOlder, dryRun, totalMs: flags.timeout * 60_000 },
      { session: session.context, folder: storeFolder(searchFrom(this, targets)), now: this.now },
    );
    session.clearProgress();
    await deliver(this, renderAdvisories(this, report, flags), flags.output, flags.mode);
    if (failed > 0) this.process.exitCode = 2;
  },
});

function minutes(text: string): number {
  const value = /^\d{1,4}(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (value > 0) return value;
  throw new Error(`${text} is not a number of minutes`);
}
