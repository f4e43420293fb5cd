import { buildCommand } from "@stricli/core";
import { Failure } from "../domain/failure.ts";
import type { ImageViewRequest } from "../pipeline/image/view.ts";
import type { CliContext } from "./cli-context.ts";
import { formatFlag, modeFlag, progressFlag, quietFlag, switchFlag } from "./flags.ts";
import { formatNames, isSbom, renderSbom } from "./render-report.ts";
import { deliverReport, formatsOf, mainOutput, type Output, outputsFlag } from "./outputs.ts";
import { deliver, openSession } from "./session.ts";

interface Flags extends ViewFlags {
  readonly tree: boolean;
  readonly output?: readonly Output[];
  readonly mode?: number;
  readonly progress: "auto" | "plain" | "json" | "none";
  readonly quiet: boolean;
  readonly platform?: string;
  readonly secrets: "auto" | "none";
  readonly profile?: readonly string[];
  readonly envFile?: readonly string[];
  readonly showValues: boolean;
  readonly files: boolean;
  readonly dockerfile?: string;
  readonly learned?: string;
  readonly compose?: "2.26" | "2.40" | "5.6";
}

/** Flags that select a view. */
export interface ViewFlags {
  readonly format: string;
  readonly layer?: number;
  readonly tree?: boolean;
  /** Options of the tree. */
  readonly depth?: number;
  readonly package?: string;
  readonly diff?: string;
  readonly top: number;
}

const optional = <T>(brief: string, placeholder: string, parse: (text: string) => T) =>
  ({ kind: "parsed", parse, optional: true, placeholder, brief }) as const;

const many = (brief: string, placeholder: string) =>
  ({ kind: "parsed", parse: String, variadic: true, optional: true, placeholder, brief }) as const;

export const inspectCommand = buildCommand<Flags, string[], CliContext>({
  docs: {
    brief:
      "Show layers, waste, packages, configuration, privileges and secrets of an image, or the merged model of Compose files",
    fullDescription: [
      "IMAGE is an image of the engine, an archive (docker save, or an OCI layout as tar), an OCI layout folder or a root file system.",
      "A prefix says which: daemon:NAME docker-archive:FILE oci:FOLDER registry:NAME container:NAME rootfs:FOLDER.",
      "Files that end in .yaml or .yml are Compose files: they are layered as docker compose -f layers them and shown as one model.",
      "Of a folder with a Compose file, those that docker compose would take there are.",
      "Values from the environment, .env and env files are masked in it unless --show-values says otherwise.",
      "",
      "Example:  hullproof inspect myapp:1.0",
      "          hullproof inspect compose.yaml compose.override.yaml --format json",
      "          hullproof inspect registry:debian:trixie-slim --format cyclonedx --output sbom.json",
      "          hullproof inspect myapp:1.0 --diff myapp:1.1",
      "          hullproof inspect myapp:1.0 --tree --dockerfile Dockerfile",
      "          hullproof inspect myapp:1.0 --format html --dockerfile Dockerfile --learned learned.json --output image.html",
      "          hullproof inspect myapp:hardened --learned .hullproof/report.json --package perl-base",
      "",
      "Equal images give equal bytes in every format. Documents that carry a time take it from SOURCE_DATE_EPOCH.",
    ].join("\n"),
  },
  parameters: {
    positional: {
      kind: "array",
      minimum: 1,
      parameter: {
        brief: "Image, archive or folder; or Compose files, or a folder with one",
        parse: String,
        placeholder: "IMAGE",
      },
    },
    flags: {
      format: formatFlag(formatNames("inspect")),
      output: outputsFlag("inspect"),
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
      tree: switchFlag(
        "Walk about in layers and files with the keyboard; without a terminal, the file system as a tree",
      ),
      depth: optional("With --tree: print so many levels of it, also on a terminal; 2 by default", "N", whole),
      dockerfile: optional(
        "The Dockerfile that it was built from: layers get the lines of their instructions",
        "FILE",
        String,
      ),
      learned: optional(
        "JSON report of harden or learn: why each package stays or may go, by what its workload opened; with --package NAME one chain. The map of --format html shows unused files",
        "FILE",
        String,
      ),
      files: switchFlag("JSON: every file of every layer as well; the HTML report always has them"),
      package: optional(
        "One package by name or purl: files, licenses, what it needs and what needs it",
        "NAME",
        String,
      ),
      diff: optional("What changes from IMAGE to OTHER: packages, files, configuration, size", "OTHER", String),
      profile: many("Compose files: also show services of this profile", "NAME"),
      envFile: many("Compose files: take variables from FILE in place of .env; a later one beats an earlier", "FILE"),
      compose: {
        kind: "enum",
        values: ["2.26", "2.40", "5.6"],
        optional: true,
        brief: "Compose files: whose merge and refusals count; 5.6 unless another is named",
      },
      showValues: switchFlag("Compose files: show values that come from the environment or an env file"),
      top: { kind: "parsed", parse: whole, default: "20", brief: "Longest list of these views", placeholder: "N" },
    },
  },
  async func(flags, ...names) {
    const view = viewWish(flags, formatsOf(flags));
    const { profile, envFile, showValues, compose, ...own } = flags;
    const [only = ""] = names;
    const isName = names.length === 1 && !only.includes(":") && !isComposeFile(only);
    const folder = isName ? await folderOf(this, only) : undefined;
    if (folder !== undefined || names.some(isComposeFile)) {
      const { inspectCompose } = await import("../pipeline/services/inspect-compose.ts");
      const files = folder?.files ?? onlyComposeFiles(names);
      refuseViews(formatsOf(flags), view);
      await using session = openSession(this, own, names);
      const request = {
        files,
        found: folder?.notes ?? [],
        profiles: profile ?? [],
        envFiles: envFile ?? [],
        showValues,
        ...(compose && { compose }),
      };
      const report = inspectCompose(request, session.context);
      await deliverReport(this, report, flags);
      return;
    }
    const image = oneImage(names, flags);
    if (profile !== undefined || envFile !== undefined || showValues || compose !== undefined)
      throw new Failure("bad-usage", "--profile, --env-file, --show-values and --compose are for Compose files.", {
        hint: "Leave them out, or name a file that ends in .yaml or .yml.",
      });
    await using session = openSession(this, own, names);
    const { platform } = flags;
    if (isBrowsed(flags) && this.openScreen !== undefined) {
      const [{ openBrowsable }, { browse }, { isAscii }] = await Promise.all([
        import("../pipeline/verbs/inspect/browse.ts"),
        import("./tree-browser/browse.ts"),
        import("../reports/content/ascii.ts"),
      ]);
      const { dockerfile } = flags;
      await using opened = await openBrowsable(image, { platform, dockerfile }, session.context);
      session.clearProgress();
      await browse(opened, this.openScreen(), {
        colour: this.stdout.colour,
        ascii: isAscii(this.env, process.platform),
        dockerfile,
      });
      return;
    }
    const { inspect, inspectContents } = await import("../pipeline/verbs/inspect/inspect.ts");
    // A view shows neither of them, and both require reading the content of every file.
    const whole = view === undefined;
    const requestedFormats = formatsOf(flags);
    const files = whole && (flags.files || requestedFormats.includes("html"));
    const { dockerfile, learned } = flags;
    if (learned !== undefined && view !== undefined && view.kind !== "package")
      throw new Failure("bad-usage", `--learned is about packages and files, which --${view.kind} does not show.`, {
        hint: "Leave it out, or name one package: --package NAME.",
      });
    if (requestedFormats.every(isSbom) && learned === undefined) {
      const contents = await inspectContents(image, { platform }, session.context);
      const main = mainOutput(flags.output);
      await deliver(this, await renderSbom(this, contents, { format: flags.format }), main, flags.mode);
      for (const { format, file } of flags.output ?? [])
        if (format !== undefined)
          await deliver(this, await renderSbom(this, contents, { format, output: file }), file, flags.mode);
      return;
    }
    const secrets = whole && flags.secrets === "auto";
    const request = { platform, secrets, duplicates: whole, files, dockerfile, learned, view };
    const { files: maps = [], ...rest } = await inspect(image, request, session.context);
    const report = flags.files && files ? { ...rest, files: maps } : rest;
    await deliverReport(this, report, flags, { maps: () => maps });
  },
});

/** The Compose files of a folder. */
async function folderOf({ cwd, env }: CliContext, name: string) {
  const { composeFolder } = await import("../pipeline/targets/search/compose-folder.ts");
  return composeFolder(name, { cwd, env });
}

/** Checks that several targets are all Compose files. Throws `Failure` (`bad-usage`). */
function onlyComposeFiles(names: readonly string[]): readonly string[] {
  const otherFile = names.find((name) => !isComposeFile(name));
  if (otherFile === undefined) return names;
  throw new Failure("bad-usage", `${otherFile} is no Compose file, and what is layered onto one must be.`, {
    hint: "Inspect an image in a separate call; the name of a Compose file ends in .yaml or .yml.",
  });
}

/** Compose files have no views. Throws `Failure` (`bad-usage`). */
function refuseViews(formats: readonly string[], view: ImageViewRequest | undefined): void {
  if (view !== undefined)
    throw new Failure("bad-usage", `--${view.kind} is a view of an image, not of Compose files.`, {
      hint: "Leave it out.",
    });
  const format = formats.find((one) => one !== "terminal" && one !== "json");
  if (format !== undefined)
    throw new Failure("bad-usage", `--format ${format} cannot show the model of Compose files.`, {
      hint: "It is printed as terminal or json.",
    });
}

/** A depth, a format or an output file requests the tree itself. */
function isBrowsed({ tree, depth, format, output }: Flags): boolean {
  return tree && depth === undefined && format === "terminal" && output === undefined;
}

function oneImage([image = "", ...others]: readonly string[], { tree }: Flags): string {
  if (others.length === 0) return image;
  const depth = tree ? [image, ...others].find((name) => /^\d{1,3}$/.test(name)) : undefined;
  if (depth !== undefined)
    throw new Failure("bad-usage", `--tree takes no number; ${depth} was read as the name of an image.`, {
      hint: `How many levels are printed is said by --depth ${depth}.`,
    });
  throw new Failure("bad-usage", `inspect shows one image at a time, not ${others.length + 1}.`, {
    hint: "Compare two with --diff; Compose files end in .yaml or .yml.",
  });
}

/** An image with this name needs the prefix daemon:. */
function isComposeFile(name: string): boolean {
  return /\.ya?ml$/i.test(name) && !/^(?:docker-archive|oci|registry|daemon|container|rootfs):/.test(name);
}

function whole(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new Error(`${text} is not a whole number`);
}

/** The view that the flags select. Throws `Failure` (`bad-usage`) if they cannot be combined. */
export function viewWish(
  { layer, tree = false, depth, package: packageName, diff, top, format: mainFormat }: ViewFlags,
  formats: readonly string[] = [mainFormat],
): ImageViewRequest | undefined {
  if (depth !== undefined && !tree)
    throw new Failure("bad-usage", "--depth is about --tree, which was not asked for.", {
      hint: "Add --tree, or leave it out.",
    });
  const wishes: ImageViewRequest[] = [
    ...(layer === undefined ? [] : [{ kind: "layer" as const, layer, top }]),
    ...(tree ? [{ kind: "tree" as const, depth: depth ?? 2, top }] : []),
    ...(packageName === undefined ? [] : [{ kind: "package" as const, wanted: packageName, top }]),
    ...(diff === undefined ? [] : [{ kind: "diff" as const, other: diff, top }]),
  ];
  if (wishes.length > 1) {
    throw new Failure("bad-usage", `${wishes.map(({ kind }) => `--${kind}`).join(" and ")} cannot be combined.`, {
      hint: "Ask for one view at a time.",
    });
  }
  const format = formats.find((one) => one !== "terminal" && one !== "json");
  if (wishes.length === 1 && format !== undefined) {
    throw new Failure("bad-usage", `--format ${format} cannot show --${wishes[0]?.kind}.`, {
      hint: "Views are printed as terminal or json.",
    });
  }
  return wishes[0];
}
