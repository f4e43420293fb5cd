import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { Progress } from "../../domain/progress.ts";
import { buildCgroup, type BuildCgroup } from "./build-cgroup.ts";
import { buildFailure, noBuildx } from "./build-failure.ts";
import { writeBuildFiles } from "./build-files.ts";
import { readBuildOutput } from "./build-output.ts";
import { hasStage } from "./has-stage.ts";
import { runTag } from "./images.ts";
import { interruption } from "./interruption.ts";
import { removeImageTag } from "./leftovers.ts";
import type { BuildRequest, BuiltImage, Run } from "./types.ts";

/** After SIGTERM the child gets this long to take leave of the engine. */
const graceMs = 10_000;

/**
 * Builds with BuildKit by way of the `docker buildx` command (BuildKit's own protocol is gRPC over a hijacked connection).
 * Images carry the run's labels, which is how a later run knows whose they are; the image's id therefore differs from run to run,
 * while two builds of one run can be compared.
 * Throws `build-failed`, `not-a-dockerfile`, `no-such-file`, `unreadable`, `interrupted`, `engine-died`.
 */
export async function buildImage(run: Run, request: BuildRequest, progress: Progress): Promise<BuiltImage> {
  if (run.signal.aborted) throw interruption(run.signal);
  if (!hasStage(request.dockerfile)) {
    throw new Failure(
      "not-a-dockerfile",
      `${request.dockerfileName} has no FROM instruction, so there is nothing to build.`,
      {
        hint: "Begin with FROM IMAGE, after any ARG that its name uses.",
      },
    );
  }
  const tag = runTag(run, request.name);
  const base = tag.slice(tag.indexOf(":") + 1);
  const { dockerfile, context } = await writeBuildFiles(run.folder, base, request);
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
  const args = [
    "--progress=rawjson",
    `--iidfile=${idFile}`,
    `--file=${dockerfile}`,
    `--tag=${tag}`,
    "--load",
    // The engine's own builder: only it sees the engine's images, and a person may have chosen another.
    "--builder=default",
    // An attestation would make an index of the image, and its id no longer that of the configuration.
    "--provenance=false",
    ...Object.entries(run.labels).map(([name, value]) => `--label=${name}=${value}`),
    ...Object.entries(request.contexts ?? {}).map(([name, value]) => `--build-context=${name}=${value}`),
    ...Object.entries(request.buildArgs ?? {}).map(([name, value]) => `--build-arg=${name}=${value}`),
    ...(request.target === undefined ? [] : [`--target=${request.target}`]),
    ...(request.noCache ? ["--no-cache"] : []),
    ...(cgroup === undefined ? [] : [`--cgroup-parent=${cgroup.parent}`]),
    context,
  ];
  const exit = await spawned(run, args, (text) => output.add(text));
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

/** Runs `docker buildx build` and resolves with how it ended, also when the run's signal ended it: never before it has. */
function spawned(run: Run, args: readonly string[], onText: (text: string) => void): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const env: NodeJS.ProcessEnv = { ...process.env, DOCKER_HOST: run.engine.info.endpoint };
  delete env["DOCKER_CONTEXT"];
  // A process group of its own: docker starts buildx as a child, and a Ctrl-C in the terminal must reach both through us only.
  const child = spawn("docker", ["buildx", "build", ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let killTimer: NodeJS.Timeout | undefined;
  const signalGroup = (name: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // It has ended already.
    }
  };
  const onAbort = () => {
    signalGroup("SIGTERM");
    killTimer = setTimeout(() => signalGroup("SIGKILL"), graceMs);
  };
  run.signal.addEventListener("abort", onAbort, { once: true });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", onText);
  const finish = () => {
    clearTimeout(killTimer);
    run.signal.removeEventListener("abort", onAbort);
  };
  child.on("error", (error) => {
    finish();
    reject(noBuildx(error));
  });
  child.on("close", (code, signal) => {
    finish();
    resolve(signal === null ? `exit ${code}` : `killed by ${signal}`);
  });
  return promise;
}
