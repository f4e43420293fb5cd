import { Failure } from "../../../domain/failure.ts";
import type { BuildOutput } from "./build-output.ts";

/**
 * A failed build for the user: the instruction, its line, the last log lines, and a hint. `advice`: what the engine
 * itself may have denied, derived from the step's output.
 */
export function buildFailure(
  output: BuildOutput,
  dockerfileName: string,
  exit: string,
  advice: (told: string) => string = () => "",
): Failure {
  const words = output.words();
  const failed = output.failed();
  const text = words.join("\n");
  if (failed === undefined && /is not a docker command|unknown (shorthand )?flag|unknown command/i.test(text))
    return noBuildx(text);

  const denied = /source "([^"]{1,300})" denied by policy/.exec(text)?.[1];
  if (denied !== undefined)
    return new Failure(
      "not-allowed",
      `The build of ${dockerfileName} would fetch ${denied} from this machine or its network.`,
      {
        hint: "The builder does that outside of every container. Write the address into the ADD as it is, so that it can be agreed to with --allow-host, or bring the file into the build context.",
      },
    );

  // BuildKit prints the location as FILE:LINE above a ruled excerpt.
  const line = output.line?.() ?? /:(\d+)\n-{5,}/.exec(text)?.[1];
  const place = line === undefined ? dockerfileName : `${dockerfileName}:${line}`;
  const error = words
    .findLast((word) => word.startsWith("ERROR:"))
    ?.replace(/^ERROR:\s*(failed to (build|solve): )*/, "");
  if (failed === undefined) {
    return new Failure(
      "build-failed",
      `The build of ${place} failed: ${error ?? (words.slice(-5).join(" ").trim() || exit)}`,
      {
        hint:
          line === undefined
            ? "Build it alone to see why: docker buildx build --progress=plain ."
            : `Fix line ${line} of ${dockerfileName}.`,
      },
    );
  }
  const log = failed.log.length === 0 ? "" : `\nIts last lines:\n${failed.log.map((entry) => `  ${entry}`).join("\n")}`;
  const stepName = failed.name.replace(/^\[[^\]]*\]\s*/, "");
  return new Failure("build-failed", `The build of ${place} failed at: ${stepName}\n${failed.error}${log}`, {
    hint: `${hintFor(failed, line === undefined ? dockerfileName : `line ${line} of ${dockerfileName}`)}${advice(failed.error + log)}`,
  });
}

function hintFor(failed: { readonly name: string; readonly error: string }, place: string): string {
  const unfetched = /pull access denied|failed to resolve|failed to do request|no such host|i\/o timeout/i.test(
    failed.error,
  );
  // This step fetches the front end of `# syntax=`.
  if (failed.name.startsWith("resolve image config")) {
    return "Remove the # syntax= line, or let the engine reach the registry: the engine has a Dockerfile frontend of its own.";
  }
  if (!unfetched || !/load metadata|^\[[^\]]*\] FROM/.test(failed.name)) {
    return `Fix ${place}; the build must work before it can be hardened.`;
  }
  return "The base image could not be fetched: check its name and the network, or map it to one you have with mirrors: in hullproof.yaml.";
}

/** The buildx plugin is missing, or the one found must not be started. */
export function noBuildx(cause: unknown, refused: readonly string[] = []): Failure {
  const reason =
    refused.length === 0
      ? "which does not answer"
      : `which was found, but is not started: ${[...new Set(refused)].join("; ")}`;
  return new Failure("build-failed", `Building needs Docker's buildx plugin (0.13 or newer), ${reason}.`, {
    hint:
      refused.length === 0
        ? "Debian: apt-get install -y docker-cli docker-buildx. Ubuntu: apt-get install -y docker.io docker-buildx. Elsewhere: Docker Desktop has both."
        : "Install it for all users (/usr/libexec/docker/cli-plugins), or in a folder that only you can write, outside of the repository.",
    cause,
  });
}
