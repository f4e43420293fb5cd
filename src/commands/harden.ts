import { basename, resolve } from "node:path";
import { buildCommand } from "@stricli/core";
import { Failure } from "../domain/failure.ts";
import type { FailOn } from "../domain/finding/fail-on.ts";
import type { Context } from "../pipeline/context.ts";
import type { Hardened, HardenOptions } from "../pipeline/verbs/harden/harden.ts";
import type { ComposeTarget, DockerfileTarget } from "../pipeline/verbs/harden/compose/compose-target.ts";
import { alwaysWritten } from "../pipeline/verbs/emit/dialects.ts";
import { holdProgram } from "../pipeline/host/hold-program.ts";
import type { CliContext } from "./cli-context.ts";
import {
  baselineFlag,
  configFlag,
  containerFlag,
  failOnFlag,
  formatFlag,
  intoFlag,
  renderIntoFlag,
  modeFlag,
  progressFlag,
  proveAgainAfterFlag,
  quietFlag,
  switchFlag,
  categoryFlag,
} from "./flags.ts";
import { formatNames } from "./render-report.ts";
import { exitCodeOf } from "../reports/content/exit-code.ts";
import { deliverReport, type Output, outputsFlag } from "./outputs.ts";
import { openBaseline } from "./open-baseline.ts";
import { openRecordedRun } from "./recorded.ts";
import { openSession } from "./session.ts";
import { workloadFlags, type WorkloadFlags } from "./workload-flags.ts";

interface Flags extends WorkloadFlags {
  readonly allowHost?: readonly string[];
  readonly format: string;
  readonly failOn: FailOn;
  readonly baseline?: string;
  readonly folder?: string;
  readonly tag?: string;
  readonly noKeep: boolean;
  readonly write: boolean;
  readonly proveAgainAfter?: string;
  readonly fresh: boolean;
  readonly to?: "kubernetes";
  readonly into?: string;
  readonly render?: "kustomize";
  readonly container?: string;
  readonly output?: readonly Output[];
  readonly category?: string;
  readonly mode?: number;
  readonly config?: string;
  readonly progress: "auto" | "plain" | "json" | "none";
  readonly quiet: boolean;
}

export const hardenCommand = buildCommand<Flags, [string?], CliContext>({
  docs: {
    brief: "The whole loop: find, fix, build, run, learn, emit, run again, show the evidence",
    fullDescription: [
      "Builds DIR as it is and fixed, runs both under the workload of DIR/hullproof.yaml, keeps the fixes that hold, learns the least",
      `privilege and the limits, runs everything again under them, and writes Dockerfile, fix.diff, profile.json, ${alwaysWritten.join(", ")},`,
      "report.json and report.html into DIR/.hullproof. Your own files are never changed. Needs a Docker Engine with buildx.",
      "Once it is proven, the image stays on the engine as NAME:hardened, in place of the one that the last run in DIR left.",
      "--into FILE writes what was learned into a copy of a Kubernetes manifest there, or with --write into the manifest itself.",
      "",
      "Of a Compose file, or a folder that has one and no Dockerfile, it learns each service whose image is here, with the others beside it",
      "and the steps done at --service, and writes user, capabilities, paths and limits into a copy of the file in .hullproof, each with",
      "the trial that shows why; --write puts it in place of the file. Then it starts all of it under that file. The project itself may run meanwhile.",
      "",
      "Example:  hullproof harden examples/app-python",
      "Example:  hullproof harden --service web --get :8080/ compose.yaml",
      "",
      "Exit 0: the hardened container or project is proven and has no finding at or above --fail-on, or no new one with --baseline. 1: it is not.",
      "2: it could not run.",
    ].join("\n"),
  },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [
        {
          brief: "Folder with the Dockerfile, one Dockerfile, or a Compose file",
          parse: String,
          placeholder: "DIR",
          optional: true,
        },
      ],
    },
    flags: {
      format: formatFlag(formatNames("harden")),
      failOn: failOnFlag,
      baseline: baselineFlag,
      folder: {
        kind: "parsed",
        parse: String,
        brief: "Write results here instead of DIR/.hullproof.",
        optional: true,
        placeholder: "DIR",
      },
      tag: {
        kind: "parsed",
        parse: String,
        brief:
          "Keep the hardened image under this name. Default, once it is proven: that of the directory, with :hardened.",
        optional: true,
        placeholder: "NAME",
      },
      noKeep: switchFlag("Leave no image on the engine."),
      write: switchFlag(
        "Once it is proven: write the hardened Compose file, or with --into the manifest, in place. Default: a copy beside the other results.",
      ),
      proveAgainAfter: proveAgainAfterFlag,
      fresh: switchFlag("Of a Compose file: run every trial again, also those kept from earlier calls."),
      to: {
        kind: "enum",
        values: ["kubernetes"],
        brief: "What --into is, as emit takes it; there is nothing else that it could be.",
        optional: true,
      },
      into: intoFlag,
      container: containerFlag,
      render: renderIntoFlag,
      output: outputsFlag("harden"),
      category: categoryFlag,
      mode: modeFlag,
      config: configFlag,
      progress: progressFlag,
      quiet: quietFlag,
      ...workloadFlags,
    },
  },
  async func(flags, dir = ".") {
    await using session = openSession(this, flags, [dir]);
    if (flags.noKeep && flags.tag !== undefined)
      throw new Failure("bad-usage", "--no-keep cannot be combined with --tag", {
        hint: "Leave out --no-keep to keep the image under that name.",
      });
    const compareWithBaseline = await openBaseline(flags.baseline, {}, session.context);
    const { composeTarget } = await import("../pipeline/verbs/harden/compose/compose-target.ts");
    const target = await composeTarget(dir, session.context);
    const into = await intoManifest("folder" in target ? target.folder : dir, flags, session.context);
    // A dot would be a poor page title.
    const displayName = dir === "." ? basename(resolve(this.cwd)) : dir;
    holdProgram();
    await using run = await openRecordedRun(this, "harden", displayName, session.context);
    const { report, maps, files } = await run.try(() =>
      hardenTarget(target, { ...flags, beside: compareWithBaseline }, run.context),
    );
    run.done(files.find(({ path }) => basename(path) === "report.json")?.path);
    await deliverReport(this, report, flags, { files, ...(maps && { maps }) });
    if (into !== undefined && report.exit?.proven === true)
      for (const line of await into()) this.process.stderr.write(`hullproof: ${line}\n`);
    this.process.exitCode = exitCodeOf(report);
  },
});

async function hardenTarget(
  target: ComposeTarget | DockerfileTarget,
  flags: Flags & { readonly beside: NonNullable<HardenOptions["beside"]> },
  context: Context,
): Promise<Hardened> {
  const wrong = (message: string, hint: string) => new Failure("bad-usage", message, { hint });
  if ("folder" in target) {
    if (flags.write && flags.into === undefined)
      throw wrong(
        "--write is for Compose files, and for manifests with --into",
        "Apply the diff of a hardened Dockerfile: git apply .hullproof/fix.diff",
      );
    if (flags.fresh)
      throw wrong("--fresh is for Compose files", "A Dockerfile is built again, and each of its trials runs.");
    const { harden } = await import("../pipeline/verbs/harden/harden.ts");
    const { folder: dir, path, notes } = target;
    return harden(dir, { ...flags, ...(path !== undefined && { dockerfile: path }), notes }, context);
  }
  if (flags.into !== undefined)
    throw wrong(
      "--into takes what was learned of one Dockerfile",
      "For a service: hullproof emit PROFILE --to kubernetes --into FILE",
    );
  if (flags.tag !== undefined) throw wrong("--tag is for Dockerfiles", "A Compose project names its images itself.");
  const { hardenCompose } = await import("../pipeline/verbs/harden/compose/harden-compose.ts");
  return hardenCompose(target, flags, context);
}

/** Prepares writing a manifest once everything is proven. Invalid options fail before any build. */
async function intoManifest(
  dir: string,
  { to, into, container: containerName, write, mode, folder, render }: Flags,
  context: Context,
): Promise<(() => Promise<readonly string[]>) | undefined> {
  if (into === undefined) {
    if (to === undefined && render === undefined) return undefined;
    throw new Failure(
      "bad-usage",
      `--${to === undefined ? "render" : "to"} is about the file of --into, and none is named`,
      {
        hint: "Name it: --into FILE. Without it kubernetes.yaml is among the results, too.",
      },
    );
  }
  const { containerIn, intoResults } = await import("../pipeline/verbs/harden/into-results.ts");
  const container = await containerIn(into, { named: containerName, render }, context);
  const request = {
    into,
    container,
    write,
    ...(mode !== undefined && { mode }),
    ...(folder !== undefined && { folder }),
    ...(render && { render }),
  };
  return () => intoResults(dir, request, context);
}
