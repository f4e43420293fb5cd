import { buildCommand } from "@stricli/core";
import { Failure } from "../domain/failure.ts";
import type { ViewWish } from "../pipeline/image/view.ts";
import type { CliContext } from "./cli-context.ts";
import { formatFlag, modeFlag, outputFlag, progressFlag, quietFlag } from "./flags.ts";
import { formatNames, isSbom, renderSbom, renderReport } from "./render-report.ts";
import { deliver, openSession } from "./session.ts";

interface Flags extends ViewFlags {
  readonly output?: string;
  readonly mode?: number;
  readonly progress: "auto" | "plain" | "none";
  readonly quiet: boolean;
  readonly platform?: string;
  readonly secrets: "auto" | "none";
}

/** Flags that decide what is looked at. */
export interface ViewFlags {
  readonly format: string;
  readonly layer?: number;
  readonly tree?: number;
  readonly package?: string;
  readonly diff?: string;
  readonly top: number;
}

const optional = <T>(brief: string, placeholder: string, parse: (text: string) => T) =>
  ({ kind: "parsed", parse, optional: true, placeholder, brief }) as const;

export const inspectCommand = buildCommand<Flags, [string], CliContext>({
  docs: {
    brief: "Show layers, waste, packages, configuration, privileges and secrets of an image",
    fullDescription: [
      "IMAGE is an image of the engine, an archive (docker save, or an OCI layout as tar), an OCI layout folder or a root file system.",
      "A prefix says which: daemon:NAME docker-archive:FILE oci:FOLDER registry:NAME container:NAME rootfs:FOLDER.",
      "",
      "Example:  hullproof inspect myapp:1.0",
      "          hullproof inspect registry:debian:trixie-slim --format cyclonedx --output sbom.json",
      "          hullproof inspect myapp:1.0 --diff myapp:1.1",
      "",
      "Equal images give equal bytes in every format. Documents that carry a time take it from SOURCE_DATE_EPOCH.",
    ].join("\n"),
  },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [{ brief: "Image, archive or folder", parse: String, placeholder: "IMAGE" }],
    },
    flags: {
      format: formatFlag(formatNames("inspect")),
      output: outputFlag,
      mode: modeFlag,
      progress: progressFlag,
      quiet: quietFlag,
      platform: optional("Which image of a multi-platform one; by default this machine's", "OS/ARCH", String),
      secrets: {
        kind: "enum",
        values: ["auto", "none"],
        default: "auto",
        brief: "Whether to look for secrets: auto or none",
      },
      layer: optional("Only what layer N brings and takes", "N", whole),
      tree: optional("The file system as a tree of so many levels, with sizes", "DEPTH", whole),
      package: optional(
        "One package by name or purl: files, licenses, what it needs and what needs it",
        "NAME",
        String,
      ),
      diff: optional("What changes from IMAGE to OTHER: packages, files, configuration, size", "OTHER", String),
      top: { kind: "parsed", parse: whole, default: "20", brief: "Longest list of these views", placeholder: "N" },
    },
  },
  async func(flags, image) {
    const view = viewWish(flags);
    const { inspect, inspectContents } = await import("../pipeline/inspect.ts");
    await using session = openSession(this, flags);
    const { platform } = flags;
    // A view shows neither, and both cost a look at every file's content.
    const whole = view === undefined;
    const request = { platform, secrets: whole && flags.secrets === "auto", duplicates: whole, view };
    const rendered = isSbom(flags.format)
      ? await renderSbom(this, await inspectContents(image, { platform }, session.context), flags)
      : await renderReport(this, await inspect(image, request, session.context), flags);
    await deliver(this, rendered, flags.output, flags.mode);
  },
});

function whole(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new Error(`${text} is not a whole number`);
}

/** The closer look that the flags ask for. Throws `Failure` (`bad-usage`) for flags that do not go together. */
export function viewWish({ layer, tree, package: wanted, diff, top, format }: ViewFlags): ViewWish | undefined {
  const wishes: ViewWish[] = [
    ...(layer === undefined ? [] : [{ kind: "layer" as const, layer, top }]),
    ...(tree === undefined ? [] : [{ kind: "tree" as const, depth: tree, top }]),
    ...(wanted === undefined ? [] : [{ kind: "package" as const, wanted, top }]),
    ...(diff === undefined ? [] : [{ kind: "diff" as const, other: diff, top }]),
  ];
  if (wishes.length > 1) {
    throw new Failure("bad-usage", `${wishes.map(({ kind }) => `--${kind}`).join(" and ")} cannot be combined.`, {
      hint: "Ask for one view at a time.",
    });
  }
  if (wishes.length === 1 && format !== "terminal" && format !== "json") {
    throw new Failure("bad-usage", `--format ${format} cannot show --${wishes[0]?.kind}.`, {
      hint: "Views are printed as terminal or json.",
    });
  }
  return wishes[0];
}
