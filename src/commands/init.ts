import { buildCommand } from "@stricli/core";
import { Failure } from "../domain/failure.ts";
import type { CliContext } from "./cli-context.ts";
import { calledAs } from "./called-as.ts";
import { modeFlag, quietFlag, switchFlag, textFlag } from "./flags.ts";
import { importFlags } from "./import-flags.ts";
import { askLines } from "./init/ask-lines.ts";
import { openSession } from "./session.ts";
import { allowHostFlag } from "./workload-flags.ts";

interface Flags {
  readonly yes: boolean;
  readonly force: boolean;
  readonly dockerfile?: string;
  readonly compose?: string;
  readonly service?: string;
  readonly get?: string;
  readonly ci?: "github" | "gitlab" | "none";
  readonly baseline: boolean;
  readonly run: boolean;
  readonly from?: readonly string[];
  readonly host?: readonly string[];
  readonly base?: string;
  readonly maxSteps?: number;
  readonly port?: number;
  readonly mode?: number;
  readonly quiet: boolean;
  readonly allowHost?: readonly string[];
}

export const initCommand = buildCommand<Flags, [], CliContext>({
  docs: {
    brief: "Look at this folder, ask a few questions, and write hullproof.yaml and a CI job",
    fullDescription: [
      "What it finds is the answer that it offers: the Dockerfile, the request of EXPOSE and HEALTHCHECK, the services of a Compose file, the CI",
      "system; of a hullproof.yaml that is there, what that says. It works with Compose files alone. Once the answers are written it can send the",
      "request once, to show its answer, and accept the findings on which the job would fail today. It replaces a file after it asked, or with --force.",
      "",
      "--from makes steps of files with requests; with --run they are tried on the original, without internet, and only those stay that answer the same",
      "each time. A hullproof.yaml that is there is then added to.",
      "",
      "Example:  hullproof init",
      "          hullproof init --yes --run --from openapi.yaml --from access.log.1.gz",
      "          hullproof init --yes --get :8080/health --ci github",
      "          hullproof init --yes --compose compose.yaml --service web",
      "",
      "Exit 0: written. 1: written, and the request did not pass or could not be sent. 2: nothing was written, or interrupted.",
    ].join("\n"),
  },
  parameters: {
    flags: {
      yes: switchFlag("Ask nothing: take what was found, and what the other flags say."),
      force: switchFlag("Replace files that are there."),
      dockerfile: textFlag("Which Dockerfile.", "FILE"),
      compose: textFlag("Which Compose file, in place of a Dockerfile.", "FILE"),
      service: textFlag("The service of the Compose file that requests are sent to.", "NAME"),
      get: textFlag("Request that proves that it works: :8080/health. `none`: it answers no HTTP.", "URL"),
      ci: {
        kind: "enum",
        values: ["github", "gitlab", "none"],
        optional: true,
        brief: "Write a CI job. Default: asks; none with --yes.",
      },
      baseline: switchFlag(
        "Accept the findings of today in hullproof.baseline.json, errors too: the CI job fails on new ones only. Default: asks; not with --yes.",
      ),
      run: switchFlag("With --yes: build or start it and send the request once. Needs an engine."),
      ...importFlags,
      port: {
        kind: "parsed",
        parse: toPort,
        brief: "With --from: port of the container. Default: that of the request.",
        optional: true,
        placeholder: "PORT",
      },
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
    if (flags.baseline && (flags.ci === "none" || (flags.yes && flags.ci === undefined)))
      throw new Failure("bad-usage", "--baseline is for the CI job, and none is written", {
        hint: "Name the CI system: --ci github or --ci gitlab.",
      });
    const { initialize } = await import("../pipeline/verbs/init/init.ts");
    await using session = openSession(this, {
      quiet: flags.quiet,
      progress: "auto",
      // The same options as in the CI job.
      bases: "auto",
      shellcheck: "auto",
      ...(flags.allowHost && { allowHost: flags.allowHost }),
    });
    const { yes, quiet: _, allowHost: __, mode, ...options } = flags;
    const say = (text: string) => {
      session.clearProgress();
      this.process.stderr.write(`${text}\n`);
    };
    const person =
      yes || terminal === undefined
        ? undefined
        : {
            ask: (question: string, offered: string) => {
              session.clearProgress();
              return terminal(question, offered);
            },
            say,
          };
    const passed = await initialize(
      // The files belong to the repository, so everyone who works on it may read them.
      { ...options, mode: mode ?? 0o644, program: calledAs(this.env) },
      person,
      (line) => {
        session.clearProgress();
        this.process.stdout.write(`${line}\n`);
      },
      session.context,
    );
    if (!passed) this.process.exitCode = 1;
  },
});

function toPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Failure("bad-usage", `--port ${text} is not a port`, { hint: "A port is a number from 1 to 65535." });
}
