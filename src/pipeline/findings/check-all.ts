import { dirname, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { loadTextDialect } from "../../dialects/text-dialects.ts";
import { Failure } from "../../domain/failure.ts";
import { withoutImage } from "../../rules/needs.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import type { Context } from "../context.ts";
import { profilesNear } from "../profiles/profiles-near.ts";
import { readText as textOf } from "../host/read-text.ts";
import { answerWithEdits } from "./answer-with-edits.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import { failedTarget } from "../judge/failed-target.ts";
import { withTimeLimit, longMs, shortMs } from "../judge/time-limit.ts";
import { type FromShellCheck, textJudge, type TextRead } from "../judge/judge-texts.ts";
import type { ComposeWork } from "../rule-runs/isolated-work.ts";
import { composeWork } from "../judge/compose/work-of.ts";
import { dialectWork } from "../judge/dialect-work-of.ts";
import { neighborTextsOf } from "../judge/neighbor-texts.ts";
import type { NotRead } from "../targets/search/search-result.ts";
import { configFor } from "../settings/settings.ts";
import { type BuildsReader, buildsReader, repositoryAround } from "../targets/repository/described-builds.ts";
import { surroundingsReader } from "../judge/surroundings.ts";
import type { CheckTarget } from "../targets/targets.ts";
import { readText, type ReadText } from "../judge/text-work.ts";
import type { TextWork } from "../rule-runs/isolated-work.ts";
import type { FactsWork } from "../rule-runs/facts-work.ts";
import { imageWork, lazyCustomJudge } from "../custom-rules/lazy-custom-judge.ts";
import type { DialectWork } from "../rule-runs/dialect-work.ts";

const notBuilt =
  "not built here; `hullproof harden` builds and checks the image, `hullproof check IMAGE` checks one that exists";
const slowReadReason = "reading the file took too long, so ShellCheck was not asked";

/** Size of a batch, which one ShellCheck process reads; only its texts are in memory. */
const batch = { files: 256, characters: 1_048_576 };

/** A target in progress: the text that was read, or its result. */
type CheckJob =
  | { readonly kind: "compose"; readonly target: CheckTarget; readonly work: ComposeWork }
  | { readonly kind: "dialect"; readonly target: CheckTarget; readonly work: DialectWork }
  | { readonly kind: "text"; readonly target: CheckTarget; readonly work: TextWork; readonly read?: ReadText }
  | { readonly kind: "image"; readonly target: CheckTarget; readonly work: FactsWork; readonly checked: TargetResult }
  | { readonly kind: "done"; readonly checked: TargetResult };

/**
 * Evaluates the targets in order; those of a batch are read together, so that one ShellCheck process serves them all. A target that fails or
 * takes too long is `failed` with its reason and does not affect the others. `built`: the image is a separate target, so its rules
 * are not listed as skipped. `passedOver` files may affect targets next to them. Throws what ends the whole call: `interrupted`, and the `Failure` of a single target.
 */
export async function* checkAll(
  targets: readonly CheckTarget[],
  context: Context,
  built: boolean,
  passedOver: readonly NotRead[] = [],
): AsyncGenerator<TargetResult, void, void> {
  const builds = buildsReader(context);
  const lookAroundText = surroundingsReader(context, builds);
  const call = ++calls;
  const isOnlyTarget = targets.length === 1;
  let judgedCount = 0;
  const yieldToEventLoop = createYielder(context);
  const custom = lazyCustomJudge(context);
  for await (const reads of batches(targets, context, { built, isOnlyTarget, passedOver, builds })) {
    const shellCheckOf = await shellChecked(reads, context);
    const judgeOne = textJudge(
      reads.filter((job) => job.kind === "text"),
      { lookAroundText, call, shellCheckOf },
      context,
    );
    for (const job of reads) {
      if (++judgedCount % progressInterval === 0)
        context.progress({ stage: "check", message: `${judgedCount} of ${targets.length}` });
      await yieldToEventLoop();
      yield job.kind === "done"
        ? job.checked
        : await runOrFail(job.target, context, isOnlyTarget, () => custom(job.work, judge(job, judgeOne, context)));
    }
  }
}

function judge(
  job: Exclude<CheckJob, { readonly kind: "done" }>,
  judgeOne: ReturnType<typeof textJudge>,
  context: Context,
): TargetResult | Promise<TargetResult> {
  switch (job.kind) {
    case "image":
      return job.checked;
    case "compose":
      return judgeProject(job.work, context);
    case "dialect":
      return judgeInDialect(job.work, context);
    case "text":
      return judgeOne(job);
  }
}

let calls = 0;
/** Files between two progress lines. */
const progressInterval = 64;
/** Seconds between two yields to the event loop, for Ctrl-C and the progress line. */
const yieldSeconds = 0.05;

function createYielder({ signal }: Context): () => Promise<void> {
  let last = process.uptime();
  return async () => {
    if (process.uptime() - last < yieldSeconds) return;
    await setImmediate();
    signal?.throwIfAborted();
    last = process.uptime();
  };
}

interface BatchOptions {
  readonly built: boolean;
  readonly isOnlyTarget: boolean;
  readonly passedOver: readonly NotRead[];
  readonly builds: BuildsReader;
}

async function* batches(
  targets: readonly CheckTarget[],
  context: Context,
  { built, isOnlyTarget, passedOver, builds }: BatchOptions,
): AsyncGenerator<readonly CheckJob[], void, void> {
  let reads: CheckJob[] = [];
  let characters = 0;
  const yieldToEventLoop = createYielder(context);
  const neighborsOf = neighborTextsOf(targets, passedOver, context);
  for (const target of targets) {
    await yieldToEventLoop();
    let next: CheckJob | undefined;
    const failed = await runOrFail(target, context, isOnlyTarget, async () => {
      next = await addRepositoryFacts(await read(target, context, built, neighborsOf), builds, context);
      return undefined;
    });
    reads.push(failed === undefined ? (next as CheckJob) : { kind: "done", checked: failed });
    characters += next?.kind === "text" ? next.work.text.length : 0;
    if (reads.length < batch.files && characters < batch.characters) continue;
    yield reads;
    [reads, characters] = [[], 0];
  }
  if (reads.length > 0) yield reads;
}

/** Rethrows what ends the whole call; another error fails this target only. */
async function runOrFail<T>(
  target: CheckTarget,
  context: Context,
  isOnlyTarget: boolean,
  act: () => Promise<T>,
): Promise<T | TargetResult> {
  try {
    return await act();
  } catch (error) {
    context.signal?.throwIfAborted();
    const isExplicit = !("discovered" in target && target.discovered);
    const isLimit = error instanceof Failure && (error.code === "timed-out" || error.code === "too-complex");
    if (isOnlyTarget && error instanceof Failure && !isLimit && (isExplicit || error.code !== "unreadable"))
      throw error;
    return failedTarget(target, error, context);
  }
}

/** Adds the facts that its repository has about the target. */
async function addRepositoryFacts(job: CheckJob, builds: BuildsReader, context: Context): Promise<CheckJob> {
  if (job.kind === "done" || job.kind === "image") return job;
  return { ...job, work: { ...job.work, ...(await repositoryAround(job.target, builds, context)) } } as CheckJob;
}

async function read(
  target: CheckTarget,
  context: Context,
  built: boolean,
  neighborsOf: ReturnType<typeof neighborTextsOf>,
): Promise<CheckJob> {
  if (target.kind === "image" || target.kind === "archive") {
    const name = target.kind === "image" ? target.ref : target.path;
    if (context.apart !== undefined) return ofImage(target, await context.apart.image(name), context);
    // Texts need neither the engine's client nor the image reader.
    const { checkImage } = await import("../judge/check-image.ts");
    return ofImage(target, await checkImage(name, context), context);
  }
  const { path } = target;
  if (target.kind === "compose") return { kind: "compose", target, work: await composeWork(target, context) };
  if (target.kind === "container") {
    const { judgeInspected } = await import("../judge/inspected/judge-inspected.ts");
    const [containerConfig, json] = [await configFor(dirname(path), context), await textOf(path, context.cwd, target)];
    return {
      kind: "done",
      checked: withinTime(longMs, path, () => judgeInspected(path, json, containerConfig, context)),
    };
  }
  const { kind } = target;
  const searched = target.within === undefined ? {} : { within: target.within };
  const config = await configFor(dirname(path), context);
  const text = context.buffers?.get(resolve(context.cwd, path)) ?? (await textOf(path, context.cwd, target));
  const { cwd, today, allRules } = context;
  if (kind !== "dockerfile" && kind !== "document") {
    const work = await dialectWork(kind, { path, text, config, ...searched }, context);
    return { kind: "dialect", target, work: { ...work, ...(kind === "kubernetes" && (await neighborsOf(path))) } };
  }
  const missingFacts: TextWork["missing"] = built ? {} : { ...withoutImage(notBuilt), updates: notBuilt };
  const work: TextWork = {
    kind,
    path,
    text,
    config,
    cwd,
    today,
    missing: missingFacts,
    ...(allRules !== undefined && { allRules }),
    ...searched,
    ...(context.withoutRepository && { withoutRepository: true }),
  };
  if (kind === "document")
    return { kind: "text", target, work: { ...work, profiles: await profilesNear(path, context) } };
  // Only ShellCheck needs the parsed text early; each time limit costs a system thread.
  if (context.shellcheck === undefined) return { kind: "text", target, work };
  const parsed = await withTimeLimit(
    path,
    context,
    () => readText(work),
    async () => undefined,
  );
  return { kind: "text", target, work, ...(parsed && { read: parsed }) };
}

async function ofImage(target: CheckTarget, checked: TargetResult, context: Context): Promise<CheckJob> {
  const work = await imageWork(checked, context);
  return work === undefined ? { kind: "done", checked } : { kind: "image", target, work, checked };
}

/** Loads the YAML reader for the first Compose file. */
async function judgeProject(work: ComposeWork, context: Context): Promise<TargetResult> {
  const { judgeCompose } = await import("../judge/compose/judge-compose.ts");
  // The thread returns no edits.
  const milliseconds = context.apart === undefined || context.edits === true ? longMs : shortMs;
  try {
    const { answer, work: workWithFiles } = judgeCompose(work, (act) => withinTime(milliseconds, work.path, act));
    return await answerWithEdits(answer, work.path, context, async () => {
      const { fixableProject } = await import("../fix-plan/fixable-project.ts");
      return withinTime(longMs, work.path, () => fixableProject(workWithFiles));
    });
  } catch (error) {
    if (context.apart === undefined || !(error instanceof Failure) || error.code !== "timed-out") throw error;
    return context.apart.text(work);
  }
}

/** Loads the reader of a dialect for its first file. */
async function judgeInDialect(work: DialectWork, context: Context): Promise<TargetResult> {
  const [{ checkDialect }, dialect] = await Promise.all([
    import("../judge/check-dialect.ts"),
    loadTextDialect(work.kind),
  ]);
  const answer = await withTimeLimit(
    work.path,
    context,
    () => checkDialect(dialect, work),
    (worker) => worker.text(work),
  );
  return answerWithEdits(answer, work.path, context, async () => {
    const { fixableText } = await import("../fix-plan/fixable-text.ts");
    return fixableText(dialect, work);
  });
}

type ShellCheckLookup = (text: TextRead) => FromShellCheck;

async function shellChecked(reads: readonly CheckJob[], context: Context): Promise<ShellCheckLookup> {
  const { shellcheck } = context;
  const texts = reads.flatMap((job) => (job.kind === "text" && job.work.kind === "dockerfile" ? [job] : []));
  if (shellcheck === undefined || texts.length === 0) return () => ({});
  const { askShellCheck } = await import("../judge/ask-shellcheck.ts");
  const dockerfiles = texts.flatMap(({ read: parsed }) => parsed?.dockerfile ?? []);
  const answers = await askShellCheck(dockerfiles, { ...context, signal: shellcheck.signal });
  return ({ work: { kind }, read: parsed }) => {
    if (kind === "document") return {};
    if (parsed === undefined) return { missing: { shellcheck: slowReadReason } };
    return parsed.dockerfile === undefined ? {} : answers(parsed.dockerfile);
  };
}
