import { basename, dirname, resolve } from "node:path";
import { ownValue } from "../../../domain/own-value.ts";
import type { Config } from "../../../domain/settings/config.ts";
import { isTextDialect, textDialects, type TextDialectName } from "../../../domain/container/text-dialects.ts";
import { Failure } from "../../../domain/failure.ts";
import type { FixedFile, FixReport } from "../../../domain/report/fix-report.ts";
import type { Asker } from "../../fix-plan/asker.ts";
import { checkDockerfile, checkDocument } from "../../judge/check-text.ts";
import type { TargetResult } from "../../rule-runs/target-result.ts";
import type { Context } from "../../context.ts";
import { applicabilities, namedRules, namesOnRequest, type FixOptions } from "../../fix-plan/fix-options.ts";
import { folderOfChart } from "../../targets/folder-of-chart.ts";
import type { RenderTarget } from "../../judge/render/to-render.ts";
import { fixText, type PlacedFix } from "../../fix-plan/fix.ts";
import { fixedFile, offersOf, outcomesOf } from "../../fixes/fixed-file.ts";
import { withBuiltRules } from "../../fixes/built-rules.ts";
import type { ProvenFixes } from "../../fixes/fix-proven.ts";
import { readText } from "../../host/read-text.ts";
import { reasonOf } from "../../judge/failed-target.ts";
import { configFor } from "../../settings/settings.ts";
import { surroundingsReader, type Surroundings } from "../../judge/surroundings.ts";
import { withinTime } from "../../../sources/bounded/time-limit.ts";
import { isDocumentName, searchTargets, type CheckTarget } from "../../targets/targets.ts";
import { profilesNear } from "../../profiles/profiles-near.ts";
import { fixedByHand } from "./fixed-by-hand.ts";
import { writeBack } from "../../fix-plan/write-back.ts";

type Kind = "dockerfile" | "document";
type Fixes = Pick<ProvenFixes, "fixed"> & Partial<ProvenFixes>;

/** Fixes every target. A file is written only after all its fixes were planned, the result parses, and `asker` agrees. */
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
  const { found, refused, alone, byHand, rendered } = await findTexts(targets, context);
  const surroundings = surroundingsReader(context);
  for (const target of found) {
    const { path, kind, discovered, within } = target;
    try {
      if (kind === "compose") {
        // Loads the YAML reader for the first Compose file.
        const { settleProject } = await import("../../fixes/compose/settle-project.ts");
        files.push(...(await settleProject(target, options, context, asker)));
        continue;
      }
      const config = await configFor(dirname(path), context);
      const text = await readText(path, context.cwd, { ...(within !== undefined && { within }) });
      if (isTextDialect(kind)) {
        const { settleDeployment } = await import("../../fixes/settle-deployment.ts");
        files.push(...(await settleDeployment(kind, { path, text, config }, options, context, asker)));
        continue;
      }
      const lookedAround = kind === "dockerfile" ? await surroundings(path, text, config, within) : undefined;
      const check = await createChecker(
        kind,
        { file: path, text, ...(lookedAround && { known: lookedAround }) },
        config,
        context,
        options,
      );
      const plan = async (accept?: (fix: PlacedFix) => boolean): Promise<Fixes> => {
        const planned = () => inTime(path, () => fixText(text, { kind, allowed, check, ...(accept && { accept }) }));
        const fixed = planned();
        return { fixed: (await lookedAround?.readRepository()) === true ? planned() : fixed };
      };
      files.push(await settleFile(path, text, plan, options, context, asker));
    } catch (error) {
      // An unreadable or unwritable file must not stop the fixes of others.
      context.signal?.throwIfAborted();
      const broke = !(error instanceof Failure) || error.code === "timed-out";
      if (!broke && alone && (!discovered || error.code === "bad-config")) throw error;
      files.push(untouchedFile(path, broke ? reasonOf(path, error, context) : `${error.message}. ${error.hint}`));
    }
  }
  for (const target of rendered) {
    const { fixKustomization } = await import("../../fixes/kubernetes/fix-kustomization.ts");
    files.push(...(await fixKustomization(target, options, context)));
  }
  return { ...toReport([...files, ...refused], context), ...(byHand.length > 0 && { byHand }) };
}

/** Fixes a Dockerfile or document from standard input, for editors. `name` is its path, for configuration and suppressions; `kindOverride` its kind. */
export async function fixStdin(
  text: string,
  name: string | undefined,
  options: FixOptions,
  context: Context,
  kindOverride?: Kind,
): Promise<FixReport> {
  const file = name ?? "Dockerfile";
  const kind = kindOverride ?? (isDocumentName(basename(file)) ? "document" : "dockerfile");
  const config = await configFor(dirname(file), context);
  const check = await createChecker(kind, { file, text }, config, context, options);
  const plan = async () => ({
    fixed: inTime(file, () => fixText(text, { kind, allowed: applicabilities(options), check })),
  });
  return toReport([await settleFile(file, text, plan, { ...options, write: false }, context)], context);
}

/** Time limit for all rounds of one text: each round evaluates it again. */
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
      hint: "It proves one build or one project with its workload: call it once for each, or merge Compose files with --merge.",
    });
  const { found } = await findTexts(targets, context);
  const [only] = found;
  if (found.length === 1 && only?.kind === "compose") {
    const { settleProject } = await import("../../fixes/compose/settle-project.ts");
    return settleProject(only, options, context, asker);
  }
  if (found.length === 1 && only !== undefined && ownValue(unprovableKinds, only.kind) !== undefined)
    throw new Failure(
      "bad-usage",
      `${target} is ${ownValue(unprovableKinds, only.kind)}, and its fixes can't be proven yet`,
      {
        hint: "See them with --suggested --rule RULE; what it means is compared before and after. `hullproof learn` finds values that hold.",
      },
    );
  // Building needs the engine's client and the image reader, which texts do not.
  const [{ openProver }, { readProject }, { declareWorkload }] = await Promise.all([
    import("../../fixes/fix-proven.ts"),
    import("../../image-build/project.ts"),
    import("../../workload/workload-for.ts"),
  ]);
  const project = await readProject(target, context, true);
  const declaredWorkload = await declareWorkload(project.config, context, project.reach);
  const { dockerfilePath, original, config } = project;
  const text = { file: dockerfilePath, text: original };
  const check = await createChecker("dockerfile", text, withBuiltRules(config), context, options);
  const allowed = applicabilities(options);
  // Without fixes to prove, nothing is built.
  const offered = inTime(dockerfilePath, () => fixText(original, { kind: "dockerfile", allowed, check }));
  const plan =
    offered.applied.length === 0
      ? async () => ({ fixed: offered })
      : await openProver(project, { allowed, check, measure: options.measure, declared: declaredWorkload }, context);
  return [await settleFile(dockerfilePath, original, plan, options, context, asker)];
}

/** Names of the kinds in messages. */
const unprovableKinds: Readonly<Record<string, string>> = {
  kubernetes: "a Kubernetes manifest",
  quadlet: "a Quadlet unit",
};

/** Applies the plan of one file and returns its result. */
async function settleFile(
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
    const chosenKeys = await asker.choose(offersOf(path, fixes.fixed, fixes));
    const allOutcomes = fixes.outcomes ?? outcomesOf(fixes.fixed);
    refused = allOutcomes
      .filter(({ key }) => !chosenKeys.has(key))
      .map((offered) =>
        offered.outcome === "applied" ? { ...offered, outcome: "not-tried", reason: "not wanted" } : offered,
      );
    // A subset of proven fixes is not proven.
    if (fixes.fixed.applied.some(({ key }) => !chosenKeys.has(key)))
      fixes = await plan(({ key }) => chosenKeys.has(key));
  }
  const preview = fixedFile(path, text, fixes, refused);
  if (!preview.changed) return preview;
  const write =
    asker === undefined || options.write
      ? options.write
      : await asker.mayWrite(path, preview.maskedDiff ?? preview.diff);
  if (write) await writeBack(resolve(context.cwd, path), path, text, fixes.fixed.text);
  return { ...preview, written: write };
}

interface Texts {
  readonly found: readonly (Extract<CheckTarget, { readonly path: string }> & {
    readonly kind: Kind | "compose" | TextDialectName;
  })[];
  /** Targets that cannot be fixed. */
  readonly refused: readonly FixedFile[];
  readonly byHand: NonNullable<FixReport["byHand"]>;
  readonly rendered: readonly RenderTarget[];
  /** A single target that is not a folder: its error is thrown. */
  readonly alone: boolean;
}

async function findTexts(targets: readonly string[], { cwd, layers, render = [] }: Context): Promise<Texts> {
  const searched = await searchTargets(render.length > 0 ? targets.map(folderOfChart) : targets, cwd, layers);
  const { targets: rendered, rest } =
    render.length === 0
      ? { targets: [], rest: searched }
      : (await import("../../judge/render/to-render.ts")).toRender(searched, render, cwd);
  const { found, unread, passedOver } = rest;
  const none = render.length > 0 && rendered.length === 0 && unread.length === 0;
  const byHand = [
    ...fixedByHand(passedOver),
    ...(none ? [{ file: targets.join(", "), reason: "--render kustomize finds no kustomization there" }] : []),
  ];
  const images = found.flatMap((target) =>
    isText(target) ? [] : [target.kind === "image" ? target.ref : target.path],
  );
  const [image] = images;
  if (image !== undefined && found.length === 1 && targets.length === 1)
    throw new Failure("bad-usage", `${image} is ${onlyTexts}`, {
      hint: nameOne,
    });
  const fixable = found.filter(isText);
  if (fixable.length === 0 && rendered.length === 0 && unread[0] !== undefined)
    throw new Failure("unreadable", `${unread[0].path} is not read: ${unread[0].reason}`, {
      hint: nameOne,
    });
  const [chart] = byHand;
  if (fixable.length === 0 && rendered.length === 0 && images.length === 0 && chart !== undefined)
    throw new Failure("unreadable", `${chart.file} is not fixed: ${chart.reason}`, { hint: nameOne });
  return {
    found: fixable,
    rendered,
    byHand,
    refused: [
      ...images.map((name) => untouchedFile(name, `${name} is ${onlyTexts}`)),
      ...unread.map(({ path, reason }) => untouchedFile(path, `${path} is not read: ${reason}`)),
    ],
    alone: targets.length === 1,
  };
}

const onlyTexts = "no text that can be fixed";
const nameOne = "Name a Dockerfile, a Compose file, a manifest, a Quadlet unit, a document or a folder.";
const textKinds: ReadonlySet<string> = new Set(["dockerfile", "document", "compose", ...textDialects]);

function isText(target: CheckTarget): target is Texts["found"][number] {
  return textKinds.has(target.kind);
}

function untouchedFile(file: string, error: string): FixedFile {
  return { file, changed: false, written: false, diff: "", error, fixes: [] };
}

/** Reads the surroundings of a file once; fixes change only its text. */
async function createChecker(
  kind: Kind,
  {
    file,
    text: original,
    known: surroundings,
  }: { readonly file: string; readonly text: string; readonly known?: Surroundings },
  config: Config,
  context: Context,
  options: FixOptions,
): Promise<(text: string) => TargetResult> {
  const fileContext =
    surroundings ?? (kind === "dockerfile" ? await surroundingsReader(context)(file, original, config) : {});
  const selectedRules = namedRules(options);
  const { cwd, today, allRules } = context;
  const day = { cwd, today, ...(allRules !== undefined && { allRules }) };
  const profiles = kind === "document" ? await profilesNear(file, context) : [];
  return (text) => {
    const checked =
      kind === "dockerfile"
        ? checkDockerfile(file, text, config, day, fileContext)
        : checkDocument(file, text, config, { ...day, profiles });
    if (selectedRules === undefined) return checked;
    return {
      ...checked,
      run: { ...checked.run, fixes: checked.run.fixes.filter((fix) => selectedRules.has(fix.rule)) },
    };
  };
}

function toReport(files: readonly FixedFile[], { version }: Context): FixReport {
  return { schemaVersion: 2, tool: { name: "hullproof", version }, files };
}
