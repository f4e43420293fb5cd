import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { buildReach } from "../../../consent/build-reach.ts";
import { insist, type Permit } from "../../../consent/decide.ts";
import { Failure } from "../../../domain/failure.ts";
import type { Progress } from "../../../domain/progress.ts";
import { locate } from "../../files/locate.ts";
import { buildCgroup, noteElsewhere, type BuildCgroup } from "./build-cgroup.ts";
import { copyContext } from "./build-context.ts";
import { buildFailure } from "./build-failure.ts";
import { writeBuildFiles } from "./build-files.ts";
import { readBuildOutput, type BuildOutput } from "./build-output.ts";
import { chooseBuilder } from "./builder.ts";
import { removeCacheMounts } from "./cache-mounts.ts";
import { buildByClient, type BuildPlace } from "./client-build.ts";
import { buildAtEndpoint, type EndpointBuild } from "./endpoint-build.ts";
import { hasStage } from "./has-stage.ts";
import { lineOfStep } from "./line-of-step.ts";
import { readPlainOutput } from "./plain-output.ts";
import { sentText } from "./sent-text.ts";
import { selinuxAdvice } from "../containers/selinux.ts";
import { runTag } from "../images/images.ts";
import { interruption } from "../client/interruption.ts";
import { inspectImage } from "../images/images.ts";
import { removeImageTag } from "../session/orphaned-resources.ts";
import type { Engine, BuildRequest, BuiltImage, EngineSession } from "../types.ts";

/** Long enough for slow networks and compilers; a build that hangs is ended. */
const usualLimitMs = 3_600_000;

/**
 * Builds in a private copy of the context, with BuildKit through the buildx plugin (BuildKit's own protocol is gRPC
 * over a hijacked connection), otherwise with the builder from `chooseBuilder`, and the run notes the limitations.
 * Images carry the run's labels, by which a later run recognizes them; the image's id therefore differs between runs,
 * while two builds of one run can be compared. A build gets no secret, no ssh agent and no entitlement. Throws
 * `build-failed`, `not-a-dockerfile`, `no-such-file`, `unreadable`, `interrupted`, `engine-died`, `timed-out`, and
 * `not-allowed` if the permit does not cover this exact context, text and settings.
 */
export async function buildImage(
  session: EngineSession,
  request: BuildRequest,
  permit: Permit,
  progress: Progress,
): Promise<BuiltImage> {
  if (session.signal.aborted) throw interruption(session.signal);
  const { context: requestedContext } = request;
  const of =
    typeof requestedContext === "string"
      ? { from: requestedContext, located: await locate(requestedContext) }
      : requestedContext?.of;
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
  const foreign = [dirname(resolve(request.dockerfileName)), ...(of?.located === undefined ? [] : [of.located.path])];
  const chosenBuilder = await chooseBuilder(session, foreign, { env: process.env, cwd: process.cwd() });
  const sent = { ...request, ...sentText(request, chosenBuilder), timeoutMs: request.timeoutMs ?? usualLimitMs };
  for (const note of chosenBuilder.notes) session.note(note);
  if (runsSomething(text)) session.note(openBuilds);
  const tag = runTag(session, request.name);
  const base = tag.slice(tag.indexOf(":") + 1);
  const contextCopy =
    typeof requestedContext === "string"
      ? await copyContext(session, { ...request, context: requestedContext }, progress)
      : undefined;
  try {
    const copy = typeof requestedContext === "string" ? contextCopy : requestedContext;
    const files = await writeBuildFiles(session.folder, base, sent.dockerfile, copy);
    const remove = session.defer(`image ${tag}`, () => removeImageTag(session.engine, tag));

    // Moving a tag would leave the previous image without a name, so that a removal by name could not find it.
    await removeImageTag(session.engine, tag);

    const started = performance.now();
    const cgroup = await buildCgroup(session, chosenBuilder);
    const place = { ...files, tag, idFile: join(session.folder, `${base}.iid`), cgroup: cgroup?.parent };
    if (usesCacheMounts(text)) session.defer(`cache mounts of ${tag}`, () => removeCacheMounts(session));
    let ran = false;
    const onStep = (name: string, end?: { readonly seconds: number; readonly cached: boolean }) => {
      ran ||= end?.cached === false && /\] RUN\b/i.test(name);
      if (name.startsWith("[internal]")) return;
      const suffix = end === undefined ? "" : end.cached ? " (cached)" : ` (${end.seconds.toFixed(1)} s)`;
      progress({ stage: "build", message: `${request.name}: ${name}${suffix}` });
    };
    const { builder } = chosenBuilder;
    const end =
      builder.kind === "endpoint"
        ? await atEndpoint(session, builder.by, sent, place, permit, onStep)
        : await byClient(session, builder, sent, place, onStep);
    if (session.signal.aborted) throw interruption(session.signal);
    if ("failed" in end) {
      await stillAnswers(session);
      const failure = buildFailure(end.failed, request.dockerfileName, end.exit, (output) =>
        selinuxAdvice(session.engine.info, output),
      );
      throw (await heldBack(failure, request.dockerfileName, cgroup)) ?? failure;
    }
    if (ran && cgroup !== undefined) await noteElsewhere(session, cgroup);
    const id = end.id.trim();
    if (!/^sha256:[0-9a-f]{64}$/.test(id)) {
      throw new Failure("build-failed", `The build of ${request.dockerfileName} ended well but named no image.`, {
        hint: "Upgrade docker-buildx: hullproof reads the id from --iidfile.",
      });
    }
    const seconds = (performance.now() - started) / 1000;
    progress({ stage: "build", message: `${request.name}: built in ${seconds.toFixed(1)} s` });
    return { tag, id, seconds, [Symbol.asyncDispose]: remove };
  } finally {
    await contextCopy?.[Symbol.asyncDispose]();
  }
}

type Ended = { readonly id: string } | { readonly failed: BuildOutput; readonly exit: string };
type OnStep = Parameters<typeof readBuildOutput>[0];

async function byClient(
  session: EngineSession,
  builder: Parameters<typeof buildByClient>[1],
  sent: Parameters<typeof buildByClient>[2],
  place: BuildPlace,
  onStep: OnStep,
): Promise<Ended> {
  const output = builder.kind === "buildx" ? readBuildOutput(onStep) : readPlainOutput(onStep);
  const exit = await buildByClient(session, builder, sent, place, (piece) => output.add(piece));
  if (exit !== "exit 0") {
    const line = () => lineOfStep(sent.dockerfile, output.failed()?.name ?? "");
    return { failed: { ...output, ...(builder.kind === "docker" && { line }) }, exit };
  }
  return { id: await readFile(place.idFile, "utf8").catch(() => "") };
}

async function atEndpoint(
  session: EngineSession,
  by: EndpointBuild["by"],
  sent: EndpointBuild["request"] & { readonly timeoutMs: number },
  place: BuildPlace,
  permit: Permit,
  onStep: OnStep,
): Promise<Ended> {
  const { tag, context, cgroup } = place;
  const job = { request: sent, text: sent.dockerfile, context, tag, cgroup, limitMs: sent.timeoutMs, by };
  // Each step creates an image without a name, which the removal of the last one does not cover if the build failed or has other stages.
  let imageIds: readonly string[] = [];
  const since = await engineTime(session.engine);
  session.defer(`images of the steps of ${tag}`, async () => {
    for (const id of imageIds) await removeNameless(session.engine, id, since);
  });
  const { output, line } = await buildAtEndpoint(session, job, permit, onStep, (ids) => void (imageIds = ids));
  output.words();
  if (output.failed() === undefined) {
    const id = output.id() ?? "";
    // The last one is the image itself, which the user may have tagged.
    imageIds = imageIds.filter((one) => !id.startsWith(`sha256:${one}`));
    return { id };
  }
  return { failed: { ...output, ...(line !== undefined && { line: () => line }) }, exit: "it failed" };
}

/** Milliseconds since 1970 by the engine's clock; NaN if it does not report it. */
async function engineTime(engine: Engine): Promise<number> {
  const { SystemTime: time } = await engine.call<{ SystemTime?: unknown }>({ method: "GET", path: "/info" });
  return Date.parse(String(time));
}

/**
 * Removes the image of a step. Its id comes from output that the step's own program can write as well: an image that
 * is older than the build, or has a name, belongs to someone else.
 */
async function removeNameless(engine: Engine, id: string, since: number): Promise<void> {
  const image = await inspectImage(engine, id);
  if (image === undefined || image.tags.length > 0 || !(Date.parse(image.createdAt) >= since)) return;
  await engine.call({ method: "DELETE", path: `/images/${id}`, accept: [404, 409], timeoutMs: 60_000 });
}

/** BuildKit only supports the engine's own network, the host's and none, so no other could be filtered. */
const openBuilds =
  "the RUN steps of builds use the engine's own network: this machine, private networks and metadata services can be reached from them";

function runsSomething(dockerfile: string): boolean {
  return /^[ \t]{0,64}(?:ONBUILD[ \t]{1,64})?RUN\b/imu.test(dockerfile);
}

/** The failure of a step that a limit stopped, instead of its program's message. */
async function heldBack(failure: Failure, name: string, cgroup: BuildCgroup | undefined): Promise<Failure | undefined> {
  const limit = await cgroup?.reached();
  if (limit === undefined) return undefined;
  const hint = "If it really needs that much, give it more: HULLPROOF_LIMITS=memory=16g,tasks=8192.";
  // The page cache of a build fills any limit harmlessly: only a killed process proves a lack of memory.
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

/** A build can fail because the engine died, which buildx reports as a transport error. */
async function stillAnswers(session: EngineSession): Promise<void> {
  try {
    await session.engine.call({ method: "GET", path: "/version", timeoutMs: 10_000 });
  } catch (cause) {
    throw new Failure("engine-died", `The engine at ${session.engine.info.endpoint} died during the build.`, {
      hint: "See the engine's log (Linux: journalctl -u docker), start it, and run again; what is left over is removed then.",
      cause,
    });
  }
}

function usesCacheMounts(dockerfile: string): boolean {
  return /type=["']?cache/i.test(dockerfile);
}
