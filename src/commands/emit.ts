import { buildCommand } from "@stricli/core";
import { Failure } from "../domain/failure.ts";
import type { Context } from "../pipeline/context.ts";
import type { Emitted, EmitRequest } from "../pipeline/emit/emit.ts";
import { dialects } from "../pipeline/verbs/emit/dialects.ts";
import type { CliContext } from "./cli-context.ts";
import {
  choiceFlag,
  containerFlag,
  formatFlag,
  intoFlag,
  renderIntoFlag,
  modeFlag,
  outputFlag,
  switchFlag,
  textFlag,
} from "./flags.ts";
import { deliver, openSession } from "./session.ts";
import { allowHostFlag } from "./workload-flags.ts";

interface Flags {
  readonly to: string;
  readonly format: string;
  readonly exact: boolean;
  readonly image?: string;
  readonly output?: string;
  readonly mode?: number;
  readonly allowHost?: readonly string[];
  readonly engine?: readonly string[];
  readonly docker?: string;
  readonly compose?: string;
  readonly podman?: string;
  readonly kubernetes?: string;
  readonly showValues: boolean;
  readonly into?: string;
  readonly container?: string;
  readonly render?: "kustomize";
  readonly write: boolean;
}

/** Dialects of profiles, and those for containers only. */
const [first = "docker-run", ...rest] = [...new Set([...dialects.map(({ name }) => name), "kubernetes", "quadlet"])];
const { default: _, ...choice } = choiceFlag([first, ...rest], "Dialect to print.");
const toFlag = {
  ...choice,
  inferEmpty: true,
  parse(this: CliContext, text: string): string | Promise<string> {
    if (text !== "") return choice.parse.call(this, text);
    throw new Error(`it takes one of ${[first, ...rest].join(", ")}`);
  },
} as const;

export const emitCommand = buildCommand<Flags, string[], CliContext>({
  docs: {
    brief: "Print a profile, or a container that runs, as run configuration",
    fullDescription: [
      "Writes for a stated version of the target, and says on stderr, in the file and in JSON what the target can't say as the profile does.",
      "Several profiles give one list of system calls, which allows what any of them needs.",
      "--into FILE edits one container of a Kubernetes manifest by ranges; all else of the file stays as it is.",
      "A list never allows what the engine's default profile refuses for the remaining capabilities: that of --engine, or of every known engine.",
      "",
      "With --into the profile is written into a container of a Kubernetes manifest, all else of which stays as it is.",
      "",
      "Example:  hullproof emit .hullproof/profile.json --to compose",
      "          hullproof emit .hullproof/profile.json --to seccomp --engine docker@29",
      "          hullproof emit container:web --to compose      what runs, without settings of its image and the engine's defaults",
      "          hullproof emit .hullproof/profile.json --to compose --exact     nothing is written where something would be lost",
      "",
      "Exit 0: written. 1: --exact, and something would be lost. 2: it could not be written.",
    ].join("\n"),
  },
  parameters: {
    positional: {
      kind: "array",
      parameter: { brief: "File that learn or harden wrote, or container:NAME", parse: String, placeholder: "PROFILE" },
    },
    flags: {
      to: toFlag,
      format: formatFlag(["text", "json"]),
      exact: switchFlag("Write nothing and exit 1 when the target can't say all of the profile."),
      docker: versionFlag("docker"),
      compose: versionFlag("compose"),
      podman: versionFlag("podman"),
      kubernetes: versionFlag("kubernetes"),
      image: {
        kind: "parsed",
        parse: String,
        brief: "Image name to print instead of the profile's.",
        optional: true,
        placeholder: "IMAGE",
      },
      engine: {
        kind: "parsed",
        parse: String,
        brief:
          "Where it will run: docker, podman, containerd or cri-o, with a version (docker@29), or file:PATH of an engine's own default seccomp profile. May be repeated.",
        optional: true,
        variadic: true,
        placeholder: "ENGINE",
      },
      into: intoFlag,
      container: containerFlag,
      render: renderIntoFlag,
      write: switchFlag("With --into: write the manifest itself instead of printing it."),
      showValues: switchFlag("Of a container: print values of its environment that may be secret."),
      output: outputFlag,
      mode: modeFlag,
      allowHost: {
        ...allowHostFlag,
        brief:
          "Allow printing what the profile reaches beyond containers: capability:SYS_ADMIN, device:/dev/fuse, network:host. Without ITEM it asks on the terminal. May be repeated.",
      },
    },
  },
  async func(flags, ...files) {
    const { emitProfiles, lossLine } = await import("../pipeline/emit/emit.ts");
    await using session = openSession(
      this,
      { quiet: true, ...(flags.allowHost && { allowHost: flags.allowHost }) },
      files,
    );
    if (flags.render !== undefined && flags.into === undefined)
      throw new Failure("bad-usage", "--render is for the kustomization that --into names", {
        hint: `hullproof emit ${files[0] ?? "PROFILE"} --to kubernetes --into FOLDER --render kustomize`,
      });
    const { to, image, engine = [], exact, docker, compose, podman, kubernetes } = flags;
    const request = { to, engines: engine, exact, ...(image !== undefined && { image }) };
    const versions = givenVersions({ docker, compose, podman, kubernetes });
    const { text, syntax, report } = files.some((file) => file.startsWith("container:"))
      ? await containerText(files, flags, session.context)
      : flags.into !== undefined
        ? await intoText(files, { ...request, versions }, flags, flags.into, session.context)
        : await emitProfiles(files, { ...request, versions }, session.context);
    const { notes, losses, notProven = [], refused = [] } = report;
    for (const line of [...notes, ...losses.map(lossLine), ...[notProven, refused].flat()])
      this.process.stderr.write(`hullproof: ${line}\n`);
    if (report.refused !== undefined) this.process.exitCode = 1;
    if (flags.format === "json") {
      const { renderEmitJson } = await import("../reports/emit-schema.ts");
      const json = renderEmitJson({ ...report, tool: { name: "hullproof", version: this.version } });
      await deliver(this, { text: json, syntax: "json" }, flags.output, flags.mode);
    } else if (report.refused === undefined && !(flags.into !== undefined && flags.write))
      await deliver(this, { text, syntax }, flags.output, flags.mode);
  },
});

/** `--podman 5.4`, with the dialects it applies to and its default. */
function versionFlag(flag: string) {
  const its = dialects.filter(({ versions }) => versions?.flag === flag);
  const { product = flag, default: version = "" } = its[0]?.versions ?? {};
  const names = its.map(({ name }) => name).join(", ");
  return {
    ...textFlag(`Version of ${product} that ${names} is written for. Default: ${version}.`, "VERSION"),
    hidden: its.length === 0,
  };
}

function givenVersions(flags: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(flags).flatMap(([name, version]) => (version === undefined ? [] : [[name, version]])),
  );
}

async function intoText(
  files: readonly string[],
  request: EmitRequest,
  { container, write, render }: Flags,
  into: string,
  context: Context,
): Promise<Emitted> {
  const { emitInto } = await import("../pipeline/emit/into/emit-into.ts");
  const placement = { ...(container !== undefined && { container }), ...(render && { render }) };
  return emitInto(files, { ...request, into, write, ...placement }, context);
}

async function containerText(targets: readonly string[], flags: Flags, context: Context): Promise<Emitted> {
  const [target = ""] = targets;
  if (targets.length > 1)
    throw new Failure("bad-usage", "A container is printed by itself.", {
      hint: `hullproof emit ${target} --to ${flags.to}`,
    });
  const { emitContainer } = await import("../pipeline/verbs/emit/emit-container.ts");
  const { image, showValues, exact } = flags;
  return emitContainer(target, flags.to, { showValues, exact, ...(image !== undefined && { image }) }, context);
}
