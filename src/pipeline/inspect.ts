import type { Report } from "../domain/report.ts";
import type { Context } from "./context.ts";
import { configFor } from "./check/settings.ts";
import { imageReport } from "./image-report.ts";
import { imageTarget } from "./image/image-target.ts";
import { openImage } from "./image/open-image.ts";
import { readFacts, type FactWishes, type ReadImage } from "./image/read-facts.ts";
import { viewOf, type ViewWish } from "./image/view.ts";

export interface InspectRequest extends FactWishes {
  readonly platform?: string | undefined;
  /** A closer look, in place of the whole. */
  readonly view?: ViewWish | undefined;
}

/** `hullproof inspect IMAGE`: what the layers tell, without any rule. */
export async function inspect(image: string, request: InspectRequest, context: Context): Promise<Report> {
  const { view, ...rest } = request;
  const read = await readTarget(image, rest, context);
  const other = view?.kind === "diff" ? await readTarget(view.other, rest, context) : undefined;
  return imageReport({ name: read.name, digest: read.info.digest }, context.version, {
    image: read.info,
    ...(view && { inspection: viewOf(view, read, other) }),
  });
}

async function readTarget(
  image: string,
  { platform, ...wishes }: Omit<InspectRequest, "view">,
  context: Context,
): Promise<ReadImage & { readonly name: string }> {
  const target = await imageTarget(image, context.cwd);
  const { registries } = await configFor(".", context);
  context.progress({ stage: "inspect", message: `reading ${target.name}` });
  await using opened = await openImage(target, context, {
    ...(platform !== undefined && { platform }),
    ...(registries && { registries }),
  });
  const { cacheFolder, signal } = context;
  return { ...(await readFacts(opened.image, wishes, { cacheFolder, signal })), name: target.name };
}
