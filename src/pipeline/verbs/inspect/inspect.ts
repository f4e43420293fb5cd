import type { SbomContents, ImageInfo } from "../../../domain/image/image-info.ts";
import type { SbomReport, Report } from "../../../domain/report/report.ts";
import type { PackageNeeds } from "../../../domain/image/package-need.ts";
import type { DockerfileFact } from "../../../facts/dockerfile/dockerfile.ts";
import { withoutVersionTexts } from "../../../facts/packages/without-version.ts";
import type { Image } from "../../../sources/image/image-source.ts";
import type { Context } from "../../context.ts";
import { configFor } from "../../settings/settings.ts";
import { imageReport } from "../../image/image-report.ts";
import { imageTarget } from "../../image/image-target.ts";
import { referenceOf } from "../../image/reference-of.ts";
import { readText } from "../../host/read-text.ts";
import { openImage } from "../../image/open-image.ts";
import type { FactOptions, AnalyzedImage } from "../../image/read-facts.ts";
import { readContents, readInfo } from "../../image/read-info.ts";
import type { ImageViewRequest } from "../../image/view.ts";
import type { LearnedFiles } from "../../image/read-opened.ts";

export interface InspectRequest extends Omit<FactOptions, "dockerfile"> {
  readonly platform?: string | undefined;
  /** Include every file of every layer, for a map. */
  readonly files?: boolean | undefined;
  /** The image's Dockerfile: layers get the lines of their instructions. */
  readonly dockerfile?: string | undefined;
  /** JSON report of a learn run, which marks the files that its workload opened. */
  readonly learned?: string | undefined;
  /** A detailed view, instead of the whole. */
  readonly view?: ImageViewRequest | undefined;
}

/** `hullproof inspect IMAGE`: the content of the layers, without rules. */
export async function inspect(image: string, request: InspectRequest, context: Context): Promise<Report> {
  const { view, files = false, dockerfile, learned, ...rest } = request;
  // Images stay open until the view is complete: a comparison reads their files again.
  await using opened = new AsyncDisposableStack();
  const report = (info: ImageInfo, parts: Pick<Report, "inspection" | "files" | "needs"> = {}): Report => {
    const { name, reference } = one;
    announce(name, info, context);
    const notChecked = withoutVersionTexts(info);
    return imageReport({ name, digest: info.digest, ...(reference && { reference }) }, context.version, {
      image: info,
      ...(notChecked.length > 0 && { notChecked }),
      ...parts,
    });
  };
  const { cacheFolder, signal } = context;
  const options = { cacheFolder, signal };
  const one = await openTarget(image, rest, context, opened);
  if (view === undefined && !files && dockerfile === undefined && learned === undefined)
    return report(await readInfo(one.image, rest, options));
  const { readFacts } = await import("../../image/read-facts.ts");
  const from = dockerfile === undefined ? {} : { dockerfile: await readDockerfile(dockerfile, context.cwd) };
  const recorded = learned === undefined ? undefined : await readLearnedFiles(learned, context.cwd);
  const wanted = { ...rest, ...from, needs: recorded !== undefined };
  const read = { ...(await readFacts(one.image, wanted, options)), name: one.name };
  const needs = recorded === undefined ? undefined : await classifyPackages(read, recorded, context);
  if (view === undefined) {
    const { mapOf } = await import("../../image/map.ts");
    return report(read.info, {
      ...(needs && { needs }),
      ...(files && { files: [mapOf(read, recorded?.files)] }),
    });
  }
  const { compareTwo, viewOf } = await import("../../image/view.ts");
  if (view.kind !== "diff") return report(read.info, { inspection: viewOf(view, read), ...(needs && { needs }) });
  const two = await openTarget(view.other, rest, context, opened);
  const other = { ...(await readFacts(two.image, rest, options)), name: two.name };
  context.progress({ stage: "inspect", message: `comparing ${one.name} with ${other.name}` });
  return report(read.info, { inspection: await compareTwo(read, other, view.top, signal) });
}

/** The Dockerfile of an image. */
export async function readDockerfile(path: string, cwd: string): Promise<DockerfileFact> {
  const { parseFact } = await import("../../../facts/secrets/parse-fact.ts");
  return parseFact(path, await readText(path, cwd));
}

async function readLearnedFiles(path: string, cwd: string): Promise<LearnedFiles> {
  const { readLearned } = await import("../../image/read-opened.ts");
  return readLearned(path, cwd);
}

/** The class of each package by what a run recorded; `slim` of the current folder's `hullproof.yaml` applies. */
async function classifyPackages(read: AnalyzedImage, recorded: LearnedFiles, context: Context): Promise<PackageNeeds> {
  const { needsIn } = await import("../../image/needs-in.ts");
  const { slim } = await configFor(".", context);
  return needsIn(read, { ...recorded, ...slim }, context.signal);
}

/** `hullproof inspect IMAGE` for an SBOM. */
export async function inspectContents(
  image: string,
  request: Pick<InspectRequest, "platform">,
  context: Context,
): Promise<SbomReport> {
  await using opened = new AsyncDisposableStack();
  const { cacheFolder, signal, version } = context;
  const target = await openTarget(image, request, context, opened);
  const contents = await readContents(target.image, { cacheFolder, signal });
  announce(target.name, contents, context);
  const { name, reference } = target;
  const { digest } = contents;
  return { ...imageReport({ name, digest, ...(reference && { reference }) }, version, {}), image: contents };
}

function announce(name: string, { layers, packages }: SbomContents, { progress }: Context): void {
  progress({
    stage: "inspect",
    message: `${name} has ${layers.length} layers and ${packages.length} packages`,
    done: true,
  });
}

/** Opens the image of a target for the lifetime of `opened`. */
export async function openTarget(
  image: string,
  { platform }: Pick<InspectRequest, "platform">,
  context: Context,
  opened: AsyncDisposableStack,
): Promise<{ readonly name: string; readonly reference?: string; readonly image: Image }> {
  const target = await imageTarget(image, context.cwd);
  const { registries } = await configFor(".", context);
  context.progress({ stage: "inspect", message: `reading ${target.name}` });
  const source = opened.use(
    await openImage(target, context, {
      ...(platform !== undefined && { platform }),
      ...(registries && { registries }),
    }),
  );
  const reference = referenceOf(target, source.image.name);
  return { name: target.name, ...(reference !== undefined && { reference }), image: source.image };
}
