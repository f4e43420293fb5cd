import { buildCommand, numberParser } from "@stricli/core";
import { Failure } from "../domain/failure.ts";
import type { Look } from "../domain/look.ts";
import type { CliContext } from "./cli-context.ts";
import { formatFlag, outputFlag, progressFlag, quietFlag } from "./flags.ts";
import { formatNames, renderReport } from "./render-report.ts";
import { deliver, openSession } from "./session.ts";

interface Flags extends LookFlags {
  readonly output?: string;
  readonly progress: "auto" | "plain" | "none";
  readonly quiet: boolean;
  readonly platform?: string;
  readonly secrets: "auto" | "none";
}

/** Flags that decide what is looked at. */
export interface LookFlags {
  readonly format: string;
  readonly layer?: number;
  readonly tree: boolean;
  readonly depth?: number;
  readonly diff?: string;
  readonly package?: string;
  readonly top?: number;
}

const optional = { kind: "parsed", optional: true } as const;

export const inspectCommand = buildCommand<Flags, [string], CliContext>({
  docs: {
    brief: "Layers, waste, packages, users, privileged files and secrets of an image; its bill of materials",
    fullDescription: [
      "IMAGE is an image of the engine or a registry, a docker-archive (docker save), an OCI layout, a running container or a root",
      "file system. One of --layer, --tree, --diff and --package takes a closer look.",
      "",
      "Example:  hullproof inspect myapp:1.0",
      "Example:  hullproof inspect myapp:1.1 --diff myapp:1.0",
      "Example:  hullproof inspect myapp:1.0 --tree --depth 3",
      "Example:  hullproof inspect myapp:1.0 --format cyclonedx --output sbom.cdx.json",
      "",
      "Equal images give equal bytes in every format. Documents that carry a time take it from SOURCE_DATE_EPOCH.",
    ].join("\n"),
  },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [{ brief: "Image, archive, layout or folder", parse: String, placeholder: "IMAGE" }],
    },
    flags: {
      format: formatFlag(formatNames("inspect")),
      layer: {
        ...optional,
        parse: numberParser,
        brief: "Show this layer by itself; the lowest is 0.",
        placeholder: "N",
      },
      tree: {
        kind: "boolean",
        brief: "Show the folders of the final file system by size.",
        default: false,
        withNegated: false,
      },
      depth: { ...optional, parse: numberParser, brief: "How deep --tree goes (default 2).", placeholder: "N" },
      diff: {
        ...optional,
        parse: String,
        brief: "Show what changed from the image OTHER to IMAGE.",
        placeholder: "OTHER",
      },
      package: { ...optional, parse: String, brief: "Show the packages of this name or purl.", placeholder: "NAME" },
      top: {
        ...optional,
        parse: numberParser,
        brief: "How many items a list of a closer look holds (default 20; 10 for --tree).",
        placeholder: "N",
      },
      output: outputFlag,
      progress: progressFlag,
      quiet: quietFlag,
      platform: {
        kind: "parsed",
        parse: String,
        optional: true,
        placeholder: "OS/ARCH",
        brief: "Which image of a multi-platform one, such as linux/arm64; by default this machine's",
      },
      secrets: {
        kind: "enum",
        values: ["auto", "none"],
        default: "auto",
        brief: "Whether to look for secrets: auto or none",
      },
    },
  },
  async func(flags, image) {
    const look = lookOf(flags);
    const { inspect } = await import("../pipeline/inspect.ts");
    await using session = openSession(this, flags);
    const wishes = { platform: flags.platform, look, secrets: flags.secrets === "auto", duplicates: true };
    await deliver(this, await renderReport(this, await inspect(image, wishes, session.context), flags), flags.output);
  },
});

/** The closer look that the flags ask for. Throws `Failure` (`bad-usage`) for flags that do not go together. */
export function lookOf(flags: LookFlags): Look | undefined {
  const { format, layer, tree, depth, diff, package: wanted, top } = flags;
  const wrong = (message: string, hint: string): never => {
    throw new Failure("bad-usage", message, { hint });
  };
  const whole = (flag: string, value: number | undefined, [least, most]: readonly [number, number]) => {
    if (value !== undefined && !(Number.isInteger(value) && value >= least && value <= most))
      wrong(`--${flag} is ${value}, no whole number from ${least} to ${most}`, `For example --${flag} ${least + 1}.`);
  };
  whole("layer", layer, [0, 32_767]);
  whole("depth", depth, [1, 64]);
  whole("top", top, [1, 100_000]);
  const asked = [
    ...(layer === undefined ? [] : ["--layer"]),
    ...(tree ? ["--tree"] : []),
    ...(diff === undefined ? [] : ["--diff"]),
    ...(wanted === undefined ? [] : ["--package"]),
  ];
  const [one, second] = asked;
  if (second !== undefined)
    wrong(`${one} and ${second} do not go together`, "Each shows another side: ask for one at a time.");
  if (depth !== undefined && !tree) wrong("--depth is for --tree", "Add --tree, or leave --depth out.");
  if (top !== undefined && one === undefined)
    wrong("--top is for a closer look", "Add one of --layer, --tree, --diff and --package.");
  if (one !== undefined && !["terminal", "json"].includes(format))
    wrong(`--format ${format} shows the whole image, not ${one}`, "Use --format terminal or json for it.");
  if (layer !== undefined) return { kind: "layer", layer, top: top ?? 20 };
  if (tree) return { kind: "tree", depth: depth ?? 2, top: top ?? 10 };
  if (diff !== undefined) return { kind: "diff", other: diff, top: top ?? 20 };
  return wanted === undefined ? undefined : { kind: "package", wanted, top: top ?? 20 };
}
