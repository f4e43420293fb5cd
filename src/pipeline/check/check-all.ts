import { dirname, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Failure } from "../../domain/failure.ts";
import { withoutImage } from "../../rules/needs.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import type { Context } from "../context.ts";
import { profilesBeside } from "../profile/profiles-beside.ts";
import { readText as textOf } from "../host/read-text.ts";
import { answerWithEdits } from "./answer-with-edits.ts";
import type { Checked } from "./checked.ts";
import { failedTarget } from "./failed-target.ts";
import { inTime, longMs, shortMs } from "./in-time.ts";
import { type FromShellCheck, textJudge, type TextRead } from "./judge-texts.ts";
import type { ComposeWork } from "./compose/compose-work.ts";
import { composeWork } from "./compose/work-of.ts";
import { manifestsBeside } from "./kubernetes/beside.ts";
import { manifestWork } from "./kubernetes/work-of.ts";
import type { NotRead } from "./search/searched.ts";
import { configFor } from "./settings.ts";
import { type BuildsReader, buildsReader, repositoryAround } from "./repository/described-builds.ts";
import { lookAround } from "./surroundings.ts";
import type { Found } from "./targets.ts";
import { readText, type ReadText } from "./text-work.ts";
import type { ManifestWork, TextWork } from "./apart.ts";
import type { FactsWork } from "../custom-rules/facts-work.ts";
import { imageWork, lazyCustomJudge } from "../custom-rules/lazy-custom-judge.ts";
import type { QuadletWork } from "./quadlet/quadlet-work.ts";

const notBuilt =
  "not built here; `hullproof harden` builds and checks the image, `hullproof check IMAGE` checks one that exists";
const tooSlow = "reading the file took too long, so ShellCheck was not asked";

/** One process of ShellCheck reads a batch; its texts are the only ones in memory. */
const batch = { files: 256, characters: 1_048_576 };

/** A target on its way: a text that was read, or what became of it. */
type Read =
  | { readonly kind: "compose"; readonly found: Found; readonly work: ComposeWork }
  | { readonly kind: "manifest"; readonly found: Found; readonly work: ManifestWork }
  | { readonly kind: "quadlet"; readonly found: Found; readonly work: QuadletWork }
  | { readonly kind: "text"; readonly found: Found; readonly work: TextWork; readonly read?: ReadText }
  | { readonly kind: "image"; readonly found: Found; readonly work: FactsWork; readonly checked: Checked }
  | { readonly kind: "done"; readonly checked: Checked };

/**
 * Judges one target after the other; those of a batch are read together, so that one process of ShellCheck serves them all. A target that breaks, or
 * takes too long, is `failed` with its reason and costs the others nothing. `built`: the image is checked as a target of its own, so its rules
 * are not listed as skipped. What was `passedOver` may say something of targets beside it. Throws what ends the whole: `interrupted`, and the `Failure` of a target that stands alone.
 */
export async function* checkAll(
  found: readonly Found[],
  context: Context,
  built: boolean,
  passedOver: readonly NotRead[] = [],
): AsyncGenerator<Checked, void, void> {
  const builds = buildsReader(context);
  const around = lookAround(context, builds);
  const call = ++calls;
  const alone = found.length === 1;
  let done = 0;
  const breathe = breather(context);
  const custom = lazyCustomJudge(context);
  for await (const reads of batches(found, context, { built, alone, passedOver, builds })) {
    const asked = await shellChecked(reads, context);
    const judgeOne = textJudge(
      reads.filter((one) => one.kind === "text"),
      { around, call, asked },
      context,
    );
    for (const one of reads) {
      if (++done % told === 0) context.progress({ stage: "check", message: `${done} of ${found.length}` });
      await breathe();
      if (one.kind === "done") yield one.checked;
      else if (one.kind === "image")
        yield await orFailed(one.found, context, alone, () => custom(one.work, one.checked));
      else if (one.kind === "compose")
        yield await orFailed(one.found, context, alone, () => custom(one.work, project(one.work, context)));
      else if (one.kind === "manifest")
        yield await orFailed(one.found, context, alone, () => custom(one.work, manifest(one.work, context)));
      else if (one.kind === "quadlet")
        yield await orFailed(one.found, context, alone, () => custom(one.work, unit(one.work, context)));
      else yield await orFailed(one.found, context, alone, () => custom(one.work, judgeOne(one)));
    }
  }
}

let calls = 0;
/** Files between two lines of progress. */
const told = 64;
/** Seconds between two looks at what else goes on: Ctrl-C is heard, and progress is drawn. */
const breathSeconds = 0.05;

function breather({ signal }: Context): () => Promise<void> {
  let last = process.uptime();
  return async () => {
    if (process.uptime() - last < breathSeconds) return;
    await setImmediate();
    signal?.throwIfAborted();
    last = process.uptime();
  };
}

interface BatchOptions {
  readonly built: boolean;
  readonly alone: boolean;
  readonly passedOver: readonly NotRead[];
  readonly builds: BuildsReader;
}

async function* batches(
  found: readonly Found[],
  context: Context,
  { built, alone, passedOver, builds }: BatchOptions,
): AsyncGenerator<readonly Read[], void, void> {
  let reads: Read[] = [];
  let characters = 0;
  const breathe = breather(context);
  const beside = manifestsBeside(found, passedOver, context);
  for (const one of found) {
    await breathe();
    let next: Read | undefined;
    const failed = await orFailed(one, context, alone, async () => {
      next = await besideRepository(await read(one, context, built, beside), builds, context);
      return undefined;
    });
    reads.push(failed === undefined ? (next as Read) : { kind: "done", checked: failed });
    characters += next?.kind === "text" ? next.work.text.length : 0;
    if (reads.length < batch.files && characters < batch.characters) continue;
    yield reads;
    [reads, characters] = [[], 0];
  }
  if (reads.length > 0) yield reads;
}

/** What ends the whole call is thrown on; anything else is the trouble of this one target. */
async function orFailed<T>(
  found: Found,
  context: Context,
  alone: boolean,
  act: () => Promise<T>,
): Promise<T | Checked> {
  try {
    return await act();
  } catch (error) {
    context.signal?.throwIfAborted();
    const named = !("discovered" in found && found.discovered);
    const isLimit = error instanceof Failure && (error.code === "timed-out" || error.code === "too-complex");
    if (alone && error instanceof Failure && !isLimit && (named || error.code !== "unreadable")) throw error;
    return failedTarget(found, error, context);
  }
}

/** With what its repository says of it. */
async function besideRepository(one: Read, builds: BuildsReader, context: Context): Promise<Read> {
  if (one.kind === "done" || one.kind === "image") return one;
  return { ...one, work: { ...one.work, ...(await repositoryAround(one.found, builds, context)) } } as Read;
}

async function read(
  found: Found,
  context: Context,
  built: boolean,
  beside: ReturnType<typeof manifestsBeside>,
): Promise<Read> {
  if (found.kind === "image" || found.kind === "archive") {
    const name = found.kind === "image" ? found.ref : found.path;
    if (context.apart !== undefined) return ofImage(found, await context.apart.image(name), context);
    // Texts need neither the engine's client nor the image reader.
    const { checkImage } = await import("../check-image.ts");
    return ofImage(found, await checkImage(name, context), context);
  }
  const { path } = found;
  if (found.kind === "compose") return { kind: "compose", found, work: await composeWork(found, context) };
  if (found.kind === "container") {
    const { judgeInspected } = await import("./inspected/judge-inspected.ts");
    const [own, json] = [await configFor(dirname(path), context), await textOf(path, context.cwd, found)];
    return { kind: "done", checked: withinTime(longMs, path, () => judgeInspected(path, json, own, context)) };
  }
  const { kind } = found;
  const config = await configFor(dirname(path), context);
  const text = context.buffers?.get(resolve(context.cwd, path)) ?? (await textOf(path, context.cwd, found));
  const { cwd, today, allRules } = context;
  if (kind === "quadlet") {
    const { quadletWork } = await import("./quadlet/work-of.ts");
    return { kind: "quadlet", found, work: await quadletWork({ path, text, config }, context) };
  }
  const missing: TextWork["missing"] = built ? {} : { ...withoutImage(notBuilt), updates: notBuilt };
  if (kind === "kubernetes") {
    return {
      kind: "manifest",
      found,
      work: { ...(await manifestWork({ path, text, config }, context)), ...(await beside(path)) },
    };
  }
  const work: TextWork = {
    kind,
    path,
    text,
    config,
    cwd,
    today,
    missing,
    ...(allRules !== undefined && { allRules }),
    ...(found.within !== undefined && { within: found.within }),
    ...(context.withoutRepository && { withoutRepository: true }),
  };
  if (kind === "document")
    return { kind: "text", found, work: { ...work, profiles: await profilesBeside(path, context) } };
  // Only ShellCheck asks of a text before it is judged; each limit of time costs a thread of the system.
  if (context.shellcheck === undefined) return { kind: "text", found, work };
  const parsed = await inTime(
    path,
    context,
    () => readText(work),
    async () => undefined,
  );
  return { kind: "text", found, work, ...(parsed && { read: parsed }) };
}

async function ofImage(found: Found, checked: Checked, context: Context): Promise<Read> {
  const work = await imageWork(checked, context);
  return work === undefined ? { kind: "done", checked } : { kind: "image", found, work, checked };
}

/** The reader of YAML is loaded for the first Compose file. */
async function project(work: ComposeWork, context: Context): Promise<Checked> {
  const { judgeCompose } = await import("./compose/judge-compose.ts");
  const milliseconds = context.apart === undefined ? longMs : shortMs;
  try {
    const { answer, work: known } = judgeCompose(work, (act) => withinTime(milliseconds, work.path, act));
    return await answerWithEdits(answer, work.path, context, milliseconds, async () => {
      const { fixableProject } = await import("../fix/compose/fixable-project.ts");
      return withinTime(milliseconds, work.path, () => fixableProject(known));
    });
  } catch (error) {
    if (context.apart === undefined || !(error instanceof Failure) || error.code !== "timed-out") throw error;
    return context.apart.text(work);
  }
}

async function manifest(work: ManifestWork, context: Context): Promise<Checked> {
  const { checkManifest } = await import("./kubernetes/check-manifest.ts");
  const answer = await inTime(
    work.path,
    context,
    () => checkManifest(work),
    (apart) => apart.text(work),
  );
  return answerWithEdits(answer, work.path, context, shortMs, async () => {
    const { fixableManifest } = await import("../fix/kubernetes/fixable-manifest.ts");
    return fixableManifest(work);
  });
}

async function unit(work: QuadletWork, context: Context): Promise<Checked> {
  const { checkQuadlet } = await import("./quadlet/check-quadlet.ts");
  const answer = await inTime(
    work.path,
    context,
    () => checkQuadlet(work),
    (apart) => apart.text(work),
  );
  return answerWithEdits(answer, work.path, context, shortMs, async () => {
    const { fixableUnit } = await import("../fix/quadlet/fixable-unit.ts");
    return fixableUnit(work);
  });
}

type Asked = (one: TextRead) => FromShellCheck;

async function shellChecked(reads: readonly Read[], context: Context): Promise<Asked> {
  const { shellcheck } = context;
  const texts = reads.flatMap((one) => (one.kind === "text" && one.work.kind === "dockerfile" ? [one] : []));
  if (shellcheck === undefined || texts.length === 0) return () => ({});
  const { askShellCheck } = await import("./ask-shellcheck.ts");
  const dockerfiles = texts.flatMap(({ read: parsed }) => parsed?.dockerfile ?? []);
  const answers = await askShellCheck(dockerfiles, { ...context, signal: shellcheck.signal });
  return ({ work: { kind }, read: parsed }) => {
    if (kind === "document") return {};
    if (parsed === undefined) return { missing: { shellcheck: tooSlow } };
    return parsed.dockerfile === undefined ? {} : answers(parsed.dockerfile);
  };
}
