import { basename, dirname, resolve } from "node:path";
import { ownValue } from "../../domain/own-value.ts";
import type { Config } from "../../domain/settings/config.ts";
import { Failure } from "../../domain/failure.ts";
import type { FixedFile, FixReport } from "../../domain/report/fix-report.ts";
import type { Asker } from "./asker.ts";
import { checkDockerfile, checkDocument } from "../check/check-text.ts";
import type { Checked } from "../check/checked.ts";
import type { Context } from "../context.ts";
import { applicabilities, namedRules, namesOnRequest, type FixOptions } from "./fix-options.ts";
import { folderOfChart } from "../check/kubernetes/folder-of-chart.ts";
import type { RenderTarget } from "../check/kubernetes/render/to-render.ts";
import { fixText, type PlacedFix } from "./fix.ts";
import { fixedFile, offersOf, outcomesOf } from "./fixed-file.ts";
import { withBuiltRules } from "./built-rules.ts";
import type { ProvenFixes } from "./fix-proven.ts";
import { readText } from "../host/read-text.ts";
import { reasonOf } from "../check/failed-target.ts";
import { configFor } from "../check/settings.ts";
import { lookAround, type LookedAround } from "../check/surroundings.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import { isDocumentName, searchTargets, type Found } from "../check/targets.ts";
import { profilesBeside } from "../profile/profiles-beside.ts";
import { fixedByHand } from "./fixed-by-hand.ts";
import { writeBack } from "./write-back.ts";

type Kind = "dockerfile" | "document";
type Fixes = Pick<ProvenFixes, "fixed"> & Partial<ProvenFixes>;

/** Fixes of every target. A file is written only after all of its fixes were planned, the result parses, and `asker` agrees. */
export async function fixFiles(
  targets: readonly string[],
  options: FixOptions,
  session: Context,
  asker?: Asker,
): Promise<FixReport> {
  const context: Context = { ...session, targets, ...(namesOnRequest(options) && { allRules: true }) };
  if (options.proven) return toReport(await fixProject(targets, options, context, asker), context);
  const allowed = applicabilities(options);
  const files: FixedFile[] = [];
  const { found, refused, alone, byHand, rendered } = await texts(targets, context);
  const surroundings = lookAround(context);
  for (const one of found) {
    const { path, kind, discovered, within } = one;
    try {
      if (kind === "compose") {
        // The reader of YAML is loaded for the first Compose file.
        const { settleProject } = await import("./compose/settle-project.ts");
        files.push(...(await settleProject(one, options, context, asker)));
        continue;
      }
      const config = await configFor(dirname(path), context);
      const text = await readText(path, context.cwd, { ...(within !== undefined && { within }) });
      if (kind === "kubernetes" || kind === "quadlet") {
        const { settleDeployment } = await import("./settle-deployment.ts");
        files.push(...(await settleDeployment(kind, { path, text, config }, options, context, asker)));
        continue;
      }
      const known = kind === "dockerfile" ? await surroundings(path, text, config, within) : undefined;
      const check = await checker(kind, { file: path, text, ...(known && { known }) }, config, context, options);
      const plan = async (accept?: (fix: PlacedFix) => boolean): Promise<Fixes> => {
        const planned = () => inTime(path, () => fixText(text, { kind, allowed, check, ...(accept && { accept }) }));
        const fixed = planned();
        return { fixed: (await known?.readRepository()) === true ? planned() : fixed };
      };
      files.push(await settle(path, text, plan, options, context, asker));
    } catch (error) {
      // One file that cannot be read or written must not keep the others from being fixed.
      context.signal?.throwIfAborted();
      const broke = !(error instanceof Failure) || error.code === "timed-out";
      if (!broke && alone && (!discovered || error.code === "bad-config")) throw error;
      files.push(untouched(path, broke ? reasonOf(path, error, context) : `${error.message}. ${error.hint}`));
    }
  }
  for (const target of rendered) {
    const { fixKustomization } = await import("./kubernetes/fix-kustomization.ts");
    files.push(...(await fixKustomization(target, options, context)));
  }
  return { ...toReport([...files, ...refused], context), ...(byHand.length > 0 && { byHand }) };
}

/** A Dockerfile or document in, its fixed version out: for editors. `name` is where it lies, for configuration and ignores; `known` what it is. */
export async function fixStdin(
  text: string,
  name: string | undefined,
  options: FixOptions,
  context: Context,
  known?: Kind,
): Promise<FixReport> {
  const file = name ?? "Dockerfile";
  const kind = known ?? (isDocumentName(basename(file)) ? "document" : "dockerfile");
  const config = await configFor(dirname(file), context);
  const check = await checker(kind, { file, text }, config, context, options);
  const plan = async () => ({
    fixed: inTime(file, () => fixText(text, { kind, allowed: applicabilities(options), check })),
  });
  return toReport([await settle(file, text, plan, { ...options, write: false }, context)], context);
}

/** For all rounds of one text: each judges it again. */
const planMs = 3_400;

function inTime<T>(path: string, work: () => T): T {
  return withinTime(planMs, path, work);
}

async function fixProject(
  targets: readonly string[],
  options: FixOptions,
  context: Context,
  asker: Asker | undefined,
): Promise<readonly FixedFile[]> {
  const [target = ".", ...more] = targets;
  if (more.length > 0 && context.layers !== true)
    throw new Failure("bad-usage", "--proven takes one folder, one Dockerfile or one Compose file", {
      hint: "It proves one build or one project with its workload: call it once for each, or lay Compose files over each other with --layers.",
    });
  const { found } = await texts(targets, context);
  const [only] = found;
  if (found.length === 1 && only?.kind === "compose") {
    const { settleProject } = await import("./compose/settle-project.ts");
    return settleProject(only, options, context, asker);
  }
  if (found.length === 1 && only !== undefined && ownValue(unproven, only.kind) !== undefined)
    throw new Failure("bad-usage", `${target} is ${ownValue(unproven, only.kind)}, and its fixes can't be proven yet`, {
      hint: "See them with --suggested --rule RULE; what it means is compared before and after. `hullproof learn` finds values that hold.",
    });
  // Building needs the engine's client and the image reader, which texts alone do not.
  const [{ openProver }, { readProject }, { declareWorkload }] = await Promise.all([
    import("./fix-proven.ts"),
    import("../build/project.ts"),
    import("../workload/workload-for.ts"),
  ]);
  const project = await readProject(target, context, true);
  const declared = await declareWorkload(project.config, context, project.reach);
  const { dockerfilePath, original, config } = project;
  const text = { file: dockerfilePath, text: original };
  const check = await checker("dockerfile", text, withBuiltRules(config), context, options);
  const allowed = applicabilities(options);
  // Nothing to prove costs no build.
  const offered = inTime(dockerfilePath, () => fixText(original, { kind: "dockerfile", allowed, check }));
  const plan =
    offered.applied.length === 0
      ? async () => ({ fixed: offered })
      : await openProver(project, { allowed, check, measure: options.measure, declared }, context);
  return [await settle(dockerfilePath, original, plan, options, context, asker)];
}

/** By kind, as messages call it. */
const unproven: Readonly<Record<string, string>> = {
  kubernetes: "a Kubernetes manifest",
  quadlet: "a Quadlet unit",
};

/** From the plan of one file to what is left on disk. */
async function settle(
  path: string,
  text: string,
  plan: (accept?: (fix: PlacedFix) => boolean) => Promise<Fixes>,
  options: FixOptions,
  context: Context,
  asker?: Asker,
): Promise<FixedFile> {
  let fixes = await plan();
  let refused: ReturnType<typeof outcomesOf> = [];
  if (asker !== undefined && fixes.fixed.applied.length > 0) {
    const wanted = await asker.choose(offersOf(path, fixes.fixed, fixes));
    const all = fixes.outcomes ?? outcomesOf(fixes.fixed);
    refused = all
      .filter(({ key }) => !wanted.has(key))
      .map((one) => (one.outcome === "applied" ? { ...one, outcome: "not-tried", reason: "not wanted" } : one));
    // A part of what was proven is not proven.
    if (fixes.fixed.applied.some(({ key }) => !wanted.has(key))) fixes = await plan(({ key }) => wanted.has(key));
  }
  const shown = fixedFile(path, text, fixes, refused);
  if (!shown.changed) return shown;
  const write =
    asker === undefined || options.write ? options.write : await asker.mayWrite(path, shown.maskedDiff ?? shown.diff);
  if (write) await writeBack(resolve(context.cwd, path), path, text, fixes.fixed.text);
  return { ...shown, written: write };
}

interface Texts {
  readonly found: readonly (Extract<Found, { readonly path: string }> & {
    readonly kind: Kind | "compose" | "kubernetes" | "quadlet";
  })[];
  /** What was named or found and cannot be fixed. */
  readonly refused: readonly FixedFile[];
  readonly byHand: NonNullable<FixReport["byHand"]>;
  readonly rendered: readonly RenderTarget[];
  /** One target, which is no folder: its trouble is the whole answer. */
  readonly alone: boolean;
}

async function texts(targets: readonly string[], { cwd, layers, render = [] }: Context): Promise<Texts> {
  const searched = await searchTargets(render.length > 0 ? targets.map(folderOfChart) : targets, cwd, layers);
  const { targets: rendered, rest } =
    render.length === 0
      ? { targets: [], rest: searched }
      : (await import("../check/kubernetes/render/to-render.ts")).toRender(searched, render, cwd);
  const { found, unread, passedOver } = rest;
  const none = render.length > 0 && rendered.length === 0 && unread.length === 0;
  const byHand = [
    ...fixedByHand(passedOver),
    ...(none ? [{ file: targets.join(", "), reason: "--render kustomize finds no kustomization there" }] : []),
  ];
  const images = found.flatMap((one) => (isText(one) ? [] : [one.kind === "image" ? one.ref : one.path]));
  const [image] = images;
  if (image !== undefined && found.length === 1 && targets.length === 1)
    throw new Failure("bad-usage", `${image} is ${onlyTexts}`, {
      hint: nameOne,
    });
  const all = found.filter(isText);
  if (all.length === 0 && rendered.length === 0 && unread[0] !== undefined)
    throw new Failure("unreadable", `${unread[0].path} is not read: ${unread[0].reason}`, {
      hint: nameOne,
    });
  const [chart] = byHand;
  if (all.length === 0 && rendered.length === 0 && images.length === 0 && chart !== undefined)
    throw new Failure("unreadable", `${chart.file} is not fixed: ${chart.reason}`, { hint: nameOne });
  return {
    found: all,
    rendered,
    byHand,
    refused: [
      ...images.map((name) => untouched(name, `${name} is ${onlyTexts}`)),
      ...unread.map(({ path, reason }) => untouched(path, `${path} is not read: ${reason}`)),
    ],
    alone: targets.length === 1,
  };
}

const onlyTexts = "no text that can be fixed";
const nameOne = "Name a Dockerfile, a Compose file, a manifest, a Quadlet unit, a document or a folder.";
const texted: ReadonlySet<string> = new Set(["dockerfile", "document", "compose", "kubernetes", "quadlet"]);

function isText(one: Found): one is Texts["found"][number] {
  return texted.has(one.kind);
}

function untouched(file: string, error: string): FixedFile {
  return { file, changed: false, written: false, diff: "", error, fixes: [] };
}

/** What surrounds the file is looked at once; fixes change only its text. */
async function checker(
  kind: Kind,
  {
    file,
    text: original,
    known: surroundings,
  }: { readonly file: string; readonly text: string; readonly known?: LookedAround },
  config: Config,
  context: Context,
  options: FixOptions,
): Promise<(text: string) => Checked> {
  const known = surroundings ?? (kind === "dockerfile" ? await lookAround(context)(file, original, config) : {});
  const named = namedRules(options);
  const { cwd, today, allRules } = context;
  const day = { cwd, today, ...(allRules !== undefined && { allRules }) };
  const profiles = kind === "document" ? await profilesBeside(file, context) : [];
  return (text) => {
    const checked =
      kind === "dockerfile"
        ? checkDockerfile(file, text, config, day, known)
        : checkDocument(file, text, config, { ...day, profiles });
    if (named === undefined) return checked;
    return { ...checked, run: { ...checked.run, fixes: checked.run.fixes.filter((one) => named.has(one.rule)) } };
  };
}

function toReport(files: readonly FixedFile[], { version }: Context): FixReport {
  return { schemaVersion: 1, tool: { name: "hullproof", version }, files };
}
