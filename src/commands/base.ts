import { buildCommand } from "@stricli/core";
import type { CliContext } from "./cli-context.ts";
import { configFlag, formatFlag, modeFlag, progressFlag, quietFlag, switchFlag, textFlag } from "./flags.ts";
import { formatNames } from "./render-report.ts";
import { deliverReport, type Output, outputsFlag } from "./outputs.ts";
import { openSession } from "./session.ts";
import { allowHostFlag } from "./workload-flags.ts";

interface Flags {
  readonly format: string;
  readonly prove: boolean;
  readonly best: number;
  readonly limit: number;
  readonly history: number;
  readonly variant?: readonly string[];
  readonly updates: boolean;
  readonly advisories?: string;
  readonly platform?: string;
  readonly allowHost?: readonly string[];
  readonly output?: readonly Output[];
  readonly mode?: number;
  readonly config?: string;
  readonly progress: "auto" | "plain" | "json" | "none";
  readonly quiet: boolean;
}

const number = (brief: string, byDefault: string) =>
  ({ kind: "parsed", parse: whole, default: byDefault, brief, placeholder: "N" }) as const;

export const baseCommand = buildCommand<Flags, [string], CliContext>({
  docs: {
    brief:
      "Rank base images: vulnerabilities now and over their life, age, size, end of life, whether your application runs on them",
    fullDescription: [
      "NAME is a repository (python), an image (python:3.12-slim), a Dockerfile or its folder. Candidates are the registry's tags of the same",
      "product that still get fixes, and the families in hullproof.yaml; they are read from the registry, nothing is pulled.",
      "",
      "Example:  hullproof base python",
      "          hullproof base Dockerfile --format markdown",
      "          hullproof base --prove .        builds the Dockerfile on the best of them and runs the workload",
      "",
      "Exit 0: there is a recommendation. 1: there is none. 2: the registry or the Dockerfile could not be read.",
    ].join("\n"),
  },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [{ brief: "Repository, image, Dockerfile or folder", parse: String, placeholder: "NAME" }],
    },
    flags: {
      format: formatFlag(formatNames("base")),
      prove: switchFlag(
        "Build the Dockerfile on the best ones and run its workload: a base is recommended only if it passes.",
      ),
      best: number("How many bases --prove builds, besides the one in use", "3"),
      limit: number("How many images to read at most", "12"),
      history: number(
        "How many earlier builds of each (patch versions, dated tags) to read besides those recorded here",
        "2",
      ),
      variant: {
        kind: "parsed",
        parse: String,
        brief: 'Variant to read: slim, alpine, ... ("" for none). May be repeated.',
        optional: true,
        variadic: true,
        placeholder: "KIND",
      },
      updates: switchFlag("Pull each into the engine and ask its package sources for pending updates."),
      advisories: textFlag("Folder of the advisory store, instead of HULLPROOF_DATA", "DIR"),
      platform: textFlag("Which image of a multi-platform one; by default this machine's", "OS/ARCH"),
      allowHost: allowHostFlag,
      output: outputsFlag("base"),
      mode: modeFlag,
      config: configFlag,
      progress: progressFlag,
      quiet: quietFlag,
    },
  },
  async func(flags, name) {
    const { chooseBase } = await import("../pipeline/verbs/base/base.ts");
    await using session = openSession(this, flags, name === undefined ? [] : [name]);
    const { platform, variant, limit, history, prove, best, updates, advisories } = flags;
    const report = await chooseBase(
      name,
      {
        limit,
        history,
        updates,
        prove: prove ? best : 0,
        ...(platform !== undefined && { platform }),
        ...(variant && { variants: variant }),
        ...(advisories !== undefined && { advisories }),
      },
      session.context,
    );
    await deliverReport(this, report, flags);
    if (report.bases?.recommended === undefined) this.process.exitCode = 1;
  },
});

function whole(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new Error(`${text} is not a whole number up to 999`);
}
