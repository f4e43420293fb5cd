import type { Report } from "../domain/report.ts";
import type { Image } from "../sources/image/image.ts";
import type { Context } from "./context.ts";
import { configFor } from "./check/settings.ts";
import { imageReport } from "./image-report.ts";
import { imageTarget } from "./image/image-target.ts";
import { openImage } from "./image/open-image.ts";
import { readFacts, type FactWishes, type ReadImage, type ReadOptions } from "./image/read-facts.ts";
import { readInfo } from "./image/read-info.ts";
import { viewOf, type ViewWish } from "./image/view.ts";

export interface InspectRequest extends FactWishes {
  readonly platform?: string | undefined;
  /** A closer look, in place of the whole. */
  readonly view?: ViewWish | undefined;
}

/** `hullproof inspect IMAGE`: what the layers tell, without any rule. */
export async function inspect(image: string, request: InspectRequest, context: Context): Promise<Report> {
  const { view, ...rest } = request;
  if (view === undefined) {
    return withImage(image, rest, context, async (opened, name, options) => {
      const info = await readInfo(opened, rest, options);
      return imageReport({ name, digest: info.digest }, context.version, { image: info });
    });
  }
  const read = await readTarget(image, rest, context);
  const other = view.kind === "diff" ? await readTarget(view.other, rest, context) : undefined;
  return imageReport({ name: read.name, digest: read.info.digest }, context.version, {
    image: read.info,
    inspection: viewOf(view, read, other),
  });
}

function readTarget(image: string, request: Omit<InspectRequest, "view">, context: Context) {
  return withImage(image, request, context, async (opened, name, options): Promise<ReadImage & { name: string }> => ({
    ...(await readFacts(opened, request, options)),
    name,
  }));
}

/** `read` gets the image that a name on the command line stands for, while it is open. */
async function withImage<T>(
  image: string,
  { platform }: Pick<InspectRequest, "platform">,
  context: Context,
  read: (opened: Image, name: string, options: ReadOptions) => Promise<T>,
): Promise<T> {
  const target = await imageTarget(image, context.cwd);
  const { registries } = await configFor(".", context);
  context.progress({ stage: "inspect", message: `reading ${target.name}` });
  await using opened = await openImage(target, context, {
    ...(platform !== undefined && { platform }),
    ...(registries && { registries }),
  });
  const { cacheFolder, signal } = context;
  return await read(opened.image, target.name, { cacheFolder, signal });
}
