import { Failure } from "../../../domain/failure.ts";
import { endingWithUs } from "../../programs/end-with-us.ts";
import { runToEnd } from "../../programs/run-to-end.ts";
import type { BuildRequest, EngineSession } from "../types.ts";
import { noBuildx } from "./build-failure.ts";
import type { Builder } from "./builder.ts";

/** Time for the client to disconnect from the engine after SIGTERM. */
const graceMs = 10_000;
/** Output of the client itself, besides the steps' output, which BuildKit cuts at 2 MiB each. */
const mostOutputBytes = 1024 ** 3;

/** Files and names of one build. */
export interface BuildPlace {
  readonly dockerfile: string;
  readonly idFile: string;
  readonly tag: string;
  readonly context: string;
  /** Its source policy for BuildKit. */
  readonly policy: string;
  readonly cgroup: string | undefined;
}

/** Runs a BuildKit client; resolves with its exit state after it ended, even if the run's signal ended it. Throws `timed-out`, `build-failed`. */
export async function buildByClient(
  session: EngineSession,
  builder: Exclude<Builder, { kind: "endpoint" }>,
  request: Omit<BuildRequest, "timeoutMs"> & { readonly timeoutMs: number },
  place: BuildPlace,
  onText: (text: string) => void,
): Promise<string> {
  const { dockerfileName, timeoutMs } = request;
  const call = endingWithUs(builder.program, argumentsOf(session, builder.kind, request, place));
  const end = await runToEnd(call.program, call.args, {
    env: { ...builder.env, EXPERIMENTAL_BUILDKIT_SOURCE_POLICY: place.policy },
    cwd: builder.cwd,
    timeoutMs,
    graceMs,
    maxOutputBytes: mostOutputBytes,
    signal: session.signal,
    onText,
  });
  switch (end.how) {
    case "exited":
      return `exit ${end.code}`;
    case "killed":
      return `killed by ${end.by}`;
    case "not-started":
      throw noBuildx(end.error);
    case "timed-out":
      throw new Failure(
        "timed-out",
        `The build of ${dockerfileName} has not ended after ${timeoutMs / 60_000} minutes and was stopped.`,
        {
          hint: "See which step hangs: docker buildx build --progress=plain .",
        },
      );
    case "aborted":
    case "too-big":
    case "too-long":
      return "it was stopped";
  }
}

function argumentsOf(
  session: EngineSession,
  kind: "buildx" | "docker",
  { contexts = {}, buildArgs = {}, target, noCache }: BuildRequest,
  place: BuildPlace,
): readonly string[] {
  const ofBuildx = [
    "--progress=rawjson",
    "--load",
    // The engine's own builder: only it sees the engine's images, and the user may have selected another one.
    "--builder=default",
    // An attestation would turn the image into an index, with an id other than that of the configuration.
    "--provenance=false",
    "--sbom=false",
    ...Object.entries(contexts).map(([name, value]) => `--build-context=${name}=${value}`),
  ];
  return [
    "build",
    ...(kind === "buildx" ? ofBuildx : ["--progress=plain"]),
    `--iidfile=${place.idFile}`,
    `--file=${place.dockerfile}`,
    `--tag=${place.tag}`,
    // Cache mounts belong to the engine, and any build could have written to them.
    `--build-arg=BUILDKIT_CACHE_MOUNT_NS=${session.id}`,
    ...Object.entries(session.labels).map(([name, value]) => `--label=${name}=${value}`),
    ...Object.entries(buildArgs).map(([name, value]) => `--build-arg=${name}=${value}`),
    ...(target === undefined ? [] : [`--target=${target}`]),
    ...(place.cgroup === undefined ? [] : [`--cgroup-parent=${place.cgroup}`]),
    ...(noCache ? ["--no-cache"] : []),
    "--",
    place.context,
  ];
}
