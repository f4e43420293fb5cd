import { buildCommand } from "@stricli/core";
import { Failure } from "../domain/failure.ts";
import type { CliContext } from "./cli-context.ts";
import { calledAs } from "./called-as.ts";
import { modeFlag, quietFlag, switchFlag, textFlag } from "./flags.ts";
import { askLines } from "./init/ask-lines.ts";
import { openSession } from "./session.ts";
import { allowHostFlag } from "./workload-flags.ts";

interface Flags {
  readonly yes: boolean;
  readonly force: boolean;
  readonly dockerfile?: string;
  readonly get?: string;
  readonly ci?: "github" | "gitlab" | "none";
  readonly run: boolean;
  readonly mode?: number;
  readonly quiet: boolean;
  readonly allowHost?: readonly string[];
}

export const initCommand = buildCommand<Flags, [], CliContext>({
  docs: {
    brief: "Look at this folder, ask at most five questions, and write hullproof.yaml and a CI job",
    fullDescription: [
      "What it finds is the answer that it offers: the Dockerfile, the request of EXPOSE and HEALTHCHECK, the services of a Compose file, the CI",
      "system. It can build the image and send that request once, to show its answer. No file is replaced without --force.",
      "",
      "Example:  hullproof init",
      "          hullproof init --yes --get :8080/health --ci github",
      "",
      "Exit 0: written. 1: written, and the request did not pass. 2: nothing was written, or no one can be asked and --yes is missing.",
    ].join("\n"),
  },
  parameters: {
    flags: {
      yes: switchFlag("Ask nothing: take what was found, and what the other flags say."),
      force: switchFlag("Replace files that are there."),
      dockerfile: textFlag("Which Dockerfile.", "FILE"),
      get: textFlag("Request that proves that it works: :8080/health. `none`: it answers no HTTP.", "URL"),
      ci: {
        kind: "enum",
        values: ["github", "gitlab", "none"],
        optional: true,
        brief: "Write a CI job. Default: asks; none with --yes.",
      },
      run: switchFlag("With --yes: build the image and send the request once. Needs an engine."),
      mode: modeFlag,
      quiet: quietFlag,
      allowHost: allowHostFlag,
    },
  },
  async func(flags) {
    const terminal = askLines(this);
    if (!flags.yes && terminal === undefined)
      throw new Failure(
        "bad-usage",
        "init asks questions, and there is no terminal to ask them on; nothing was written",
        {
          hint: "Take what it finds with --yes, and say the rest: hullproof init --yes --get :8080/ --ci github",
        },
      );
    const [{ initialize }, { writeFiles }] = await Promise.all([
      import("../pipeline/init/init.ts"),
      import("../pipeline/init/write-files.ts"),
    ]);
    await using session = openSession(this, {
      quiet: flags.quiet,
      progress: "auto",
      ...(flags.allowHost && { allowHost: flags.allowHost }),
    });
    const { yes, force, dockerfile, get, ci, run } = flags;
    const { files, notes, failed } = await initialize(
      {
        yes,
        force,
        run,
        program: calledAs(this.env),
        ...(dockerfile !== undefined && { dockerfile }),
        ...(get !== undefined && { get }),
        ...(ci && { ci }),
      },
      yes || terminal === undefined
        ? undefined
        : {
            ask: (question, found) => {
              session.clearProgress();
              return terminal(question, found);
            },
            say: (text) => {
              session.clearProgress();
              this.process.stderr.write(`${text}\n`);
            },
          },
      session.context,
    );
    // They belong to the repository, for everyone who works on it.
    await writeFiles(this.cwd, files, flags.mode ?? 0o644);
    for (const { path } of files) this.process.stdout.write(`wrote ${path}\n`);
    for (const note of notes) this.process.stdout.write(`${note}\n`);
    if (failed) this.process.exitCode = 1;
  },
});
