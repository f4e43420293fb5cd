import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { buildReach } from "../../../consent/build-reach.ts";
import { insist, type Permit } from "../../../consent/decide.ts";
import { Failure } from "../../../domain/failure.ts";
import type { Progress } from "../../../domain/progress.ts";
import { locate } from "../../files/locate.ts";
import { endingWithUs } from "../../programs/end-with-us.ts";
import { runToEnd } from "../../programs/run-to-end.ts";
import { buildCgroup, type BuildCgroup } from "./build-cgroup.ts";
import { copyContext } from "./build-context.ts";
import { buildFailure, noBuildKit, noBuildx } from "./build-failure.ts";
import { writeBuildFiles } from "./build-files.ts";
import { readBuildOutput } from "./build-output.ts";
import { findBuildx, type Buildx } from "./buildx.ts";
import { removeCacheMounts } from "./cache-mounts.ts";
import { hasStage } from "./has-stage.ts";
import { runTag } from "../images/images.ts";
import { interruption } from "../client/interruption.ts";
import { removeImageTag } from "../run/leftovers.ts";
import type { BuildRequest, BuiltImage, Run } from "../types.ts";

/** After SIGTERM buildx gets this long to take leave of the engine. */
const graceMs = 10_000;
/** Slow networks and compilers fit in; a build that hangs does not hold us forever. */
const usualLimitMs = 3_600_000;
/** What buildx itself says, beside what it passes on of the steps, of which BuildKit cuts each at 2 MiB. */
const mostOutputBytes = 1024 ** 3;

/**
 * Builds with BuildKit by way of the buildx plugin (BuildKit's own protocol is gRPC over a hijacked connection), in a private copy of
 * the context. Images carry the run's labels, which is how a later run knows whose they are; the image's id therefore differs from run
 * to run, while two builds of one run can be compared. It gets no secret, no ssh agent and no entitlement.
 * Throws `engine-refused` where the engine has no BuildKit, `build-failed`, `not-a-dockerfile`, `no-such-file`, `unreadable`, `interrupted`, `engine-died`, `timed-out`, and `not-allowed` where the
 * permit is not for this very context, text and settings.
 */
export async function buildImage(
  run: Run,
  request: BuildRequest,
  permit: Permit,
  progress: Progress,
): Promise<BuiltImage> {
  if (run.signal.aborted) throw interruption(run.signal);
  const { context: given } = request;
  const of = typeof given === "string" ? { from: given, located: await locate(given) } : given?.of;
  const { dockerfile: text, buildArgs = {}, contexts = {}, target } = request;
  insist(
    permit,
    buildReach({
      dockerfile: text,
      buildArgs,
      contexts,
      ...(of && { context: of }),
      ...(target !== undefined && { target }),
    }),
  );
  if (!hasStage(text)) {
    throw new Failure(
      "not-a-dockerfile",
      `${request.dockerfileName} has no FROM instruction, so there is nothing to build.`,
      {
        hint: "Begin with FROM IMAGE, after any ARG that its name uses.",
      },
    );
  }
  if (!run.engine.info.buildKit) throw noBuildKit(run.engine.info);
  const foreign = [dirname(resolve(request.dockerfileName)), ...(of?.located === undefined ? [] : [of.located.path])];
  const buildx = await findBuildx(run, foreign, { env: process.env, cwd: process.cwd() });
  if ("refused" in buildx) throw noBuildx(undefined, buildx.refused);
  if (runsSomething(text)) run.note(openBuilds);
  const tag = runTag(run, request.name);
  const base = tag.slice(tag.indexOf(":") + 1);
  const own =
    typeof given === "string"
      ? await copyContext(run, { ...request, context: given }, `${base}.copy`, progress)
      : undefined;
  try {
    const copy = typeof given === "string" ? own : given;
    const { dockerfile, context, policy } = await writeBuildFiles(run.folder, base, text, copy);
    const idFile = join(run.folder, `${base}.iid`);
    const remove = run.defer(`image ${tag}`, () => removeImageTag(run.engine, tag));

    // A tag that moves on would leave the image it named without any name, which is past finding for a removal by name.
    await removeImageTag(run.engine, tag);

    const started = performance.now();
    const elapsed = () => (performance.now() - started) / 1000;
    const output = readBuildOutput((name, end) => {
      if (name.startsWith("[internal]")) return;
      const suffix = end === undefined ? "" : end.cached ? " (cached)" : ` (${end.seconds.toFixed(1)} s)`;
      progress({ stage: "build", message: `${request.name}: ${name}${suffix}` });
    });
    const cgroup = await buildCgroup(run);
    const args = argumentsOf(run, request, { dockerfile, idFile, tag, context, cgroup: cgroup?.parent });
    if (usesCacheMounts(text)) run.defer(`cache mounts of ${tag}`, () => removeCacheMounts(run));
    const fetching = { ...buildx, env: { ...buildx.env, EXPERIMENTAL_BUILDKIT_SOURCE_POLICY: policy } };
    const exit = await spawned(run, fetching, args, request, (piece) => output.add(piece));
    if (run.signal.aborted) throw interruption(run.signal);
    if (exit !== "exit 0") {
      await stillAnswers(run);
      const failure = buildFailure(output, request.dockerfileName, exit);
      throw (await heldBack(failure, request.dockerfileName, cgroup)) ?? failure;
    }

    const id = (await readFile(idFile, "utf8").catch(() => "")).trim();
    if (!/^sha256:[0-9a-f]{64}$/.test(id)) {
      throw new Failure("build-failed", `The build of ${request.dockerfileName} ended well but named no image.`, {
        hint: "Upgrade docker-buildx: hullproof reads the id from --iidfile.",
      });
    }
    const seconds = elapsed();
    progress({ stage: "build", message: `${request.name}: built in ${seconds.toFixed(1)} s` });
    return { tag, id, seconds, [Symbol.asyncDispose]: remove };
  } finally {
    await own?.[Symbol.asyncDispose]();
  }
}

/** BuildKit knows the engine's own network, the host's and none: there is no other that could be filtered. */
const openBuilds =
  "the RUN steps of builds use the engine's own network: this machine, private networks and metadata services can be reached from them";

function runsSomething(dockerfile: string): boolean {
  return /^[ \t]{0,64}(?:ONBUILD[ \t]{1,64})?RUN\b/imu.test(dockerfile);
}

function argumentsOf(
  run: Run,
  request: BuildRequest,
  place: Readonly<Record<"dockerfile" | "idFile" | "tag" | "context", string>> & {
    readonly cgroup: string | undefined;
  },
): readonly string[] {
  const { contexts = {}, buildArgs = {}, target, noCache } = request;
  return [
    "--progress=rawjson",
    `--iidfile=${place.idFile}`,
    `--file=${place.dockerfile}`,
    `--tag=${place.tag}`,
    "--load",
    // The engine's own builder: only it sees the engine's images, and a person may have chosen another.
    "--builder=default",
    // An attestation would make an index of the image, and its id no longer that of the configuration.
    "--provenance=false",
    "--sbom=false",
    // Cache mounts belong to the engine, and any build could have put anything into one.
    `--build-arg=BUILDKIT_CACHE_MOUNT_NS=${run.id}`,
    ...Object.entries(run.labels).map(([name, value]) => `--label=${name}=${value}`),
    ...Object.entries(contexts).map(([name, value]) => `--build-context=${name}=${value}`),
    ...Object.entries(buildArgs).map(([name, value]) => `--build-arg=${name}=${value}`),
    ...(target === undefined ? [] : [`--target=${target}`]),
    ...(place.cgroup === undefined ? [] : [`--cgroup-parent=${place.cgroup}`]),
    ...(noCache ? ["--no-cache"] : []),
    "--",
    place.context,
  ];
}

/** A step that we held back, in place of what its program made of it. */
async function heldBack(failure: Failure, name: string, cgroup: BuildCgroup | undefined): Promise<Failure | undefined> {
  const limit = await cgroup?.reached();
  if (limit === undefined) return undefined;
  const hint = "If it really needs that much, give it more: HULLPROOF_LIMITS=memory=16g,tasks=8192.";
  // The page cache of a build fills any limit, and does no harm: only who was killed certainly lacked memory.
  if (limit.endsWith("memory") && !/\b137\b|killed/i.test(failure.message)) {
    const maybe = `It had reached hullproof's safety limit of ${limit} by then, which may be why.`;
    return new Failure("build-failed", `${failure.message} ${maybe}`, {
      hint: `${failure.hint} ${hint}`,
      cause: failure,
    });
  }
  const message = `The build of ${name} reached hullproof's safety limit of ${limit}. ${failure.message}`;
  return new Failure("safety-limit", message, { hint, cause: failure });
}

/** A build can fail because the engine died under it, which buildx tells in words of its transport. */
async function stillAnswers(run: Run): Promise<void> {
  try {
    await run.engine.call({ method: "GET", path: "/version", timeoutMs: 10_000 });
  } catch (cause) {
    throw new Failure("engine-died", `The engine at ${run.engine.info.endpoint} died during the build.`, {
      hint: "See the engine's log (Linux: journalctl -u docker), start it, and run again; what is left over is removed then.",
      cause,
    });
  }
}

/** Runs buildx and resolves with how it ended, also when the run's signal ended it: never before it has. */
async function spawned(
  run: Run,
  { program, env, cwd }: Buildx,
  args: readonly string[],
  { timeoutMs = usualLimitMs, dockerfileName }: BuildRequest,
  onText: (text: string) => void,
): Promise<string> {
  const call = endingWithUs(program, ["build", ...args]);
  const end = await runToEnd(call.program, call.args, {
    env,
    cwd,
    timeoutMs,
    graceMs,
    maxOutputBytes: mostOutputBytes,
    signal: run.signal,
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

function usesCacheMounts(dockerfile: string): boolean {
  return /type=["']?cache/i.test(dockerfile);
}
