import type { Inspection } from "../domain/image/inspection.ts";
import type { ImageContents, ImageInfo } from "../domain/image/image-info.ts";
import type { SbomReport, Report } from "../domain/report/report.ts";
import { withoutVersionTexts } from "../facts/packages/without-version.ts";
import type { Image } from "../sources/image/image-source.ts";
import type { Context } from "./context.ts";
import { configFor } from "./check/settings.ts";
import { imageReport } from "./image/image-report.ts";
import { imageTarget } from "./image/image-target.ts";
import { openImage } from "./image/open-image.ts";
import type { FactWishes } from "./image/read-facts.ts";
import { readContents, readInfo } from "./image/read-info.ts";
import type { ViewWish } from "./image/view.ts";

export interface InspectRequest extends FactWishes {
  readonly platform?: string | undefined;
  /** A closer look, in place of the whole. */
  readonly view?: ViewWish | undefined;
}

/** `hullproof inspect IMAGE`: what the layers tell, without any rule. */
export async function inspect(image: string, request: InspectRequest, context: Context): Promise<Report> {
  const { view, ...rest } = request;
  // The images stay open until the view is made: comparing two reads their files again.
  await using opened = new AsyncDisposableStack();
  const report = (name: string, info: ImageInfo, inspection?: Inspection): Report => {
    announce(name, info, context);
    const notChecked = withoutVersionTexts(info);
    return imageReport({ name, digest: info.digest }, context.version, {
      image: info,
      ...(notChecked.length > 0 && { notChecked }),
      ...(inspection && { inspection }),
    });
  };
  const { cacheFolder, signal } = context;
  const options = { cacheFolder, signal };
  const one = await openTarget(image, rest, context, opened);
  if (view === undefined) return report(one.name, await readInfo(one.image, rest, options));
  const { compareTwo, viewOf } = await import("./image/view.ts");
  const { readFacts } = await import("./image/read-facts.ts");
  const read = { ...(await readFacts(one.image, rest, options)), name: one.name };
  if (view.kind !== "diff") return report(one.name, read.info, viewOf(view, read));
  const two = await openTarget(view.other, rest, context, opened);
  const other = { ...(await readFacts(two.image, rest, options)), name: two.name };
  context.progress({ stage: "inspect", message: `comparing ${one.name} with ${other.name}` });
  return report(one.name, read.info, await compareTwo(read, other, view.top, signal));
}

/** `hullproof inspect IMAGE` for an SBOM. */
export async function inspectContents(
  image: string,
  request: Pick<InspectRequest, "platform">,
  context: Context,
): Promise<SbomReport> {
  await using opened = new AsyncDisposableStack();
  const { cacheFolder, signal, version } = context;
  const one = await openTarget(image, request, context, opened);
  const contents = await readContents(one.image, { cacheFolder, signal });
  announce(one.name, contents, context);
  return { ...imageReport({ name: one.name, digest: contents.digest }, version, {}), image: contents };
}

function announce(name: string, { layers, packages }: ImageContents, { progress }: Context): void {
  progress({
    stage: "inspect",
    message: `${name} has ${layers.length} layers and ${packages.length} packages`,
    done: true,
  });
}

async function openTarget(
  image: string,
  { platform }: Pick<InspectRequest, "platform">,
  context: Context,
  opened: AsyncDisposableStack,
): Promise<{ readonly name: string; readonly image: Image }> {
  const target = await imageTarget(image, context.cwd);
  const { registries } = await configFor(".", context);
  context.progress({ stage: "inspect", message: `reading ${target.name}` });
  const source = opened.use(
    await openImage(target, context, {
      ...(platform !== undefined && { platform }),
      ...(registries && { registries }),
    }),
  );
  return { name: target.name, image: source.image };
}
