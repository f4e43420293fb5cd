import type { Inspection } from "../domain/inspection.ts";
import type { Report } from "../domain/report.ts";
import type { Context } from "./context.ts";
import { configFor } from "./check/settings.ts";
import { imageReport } from "./image-report.ts";
import { imageTarget } from "./image/image-target.ts";
import { openImage } from "./image/open-image.ts";
import { readFacts, type FactWishes } from "./image/read-facts.ts";
import { compareTwo, viewOf, type NamedImage, type ViewWish } from "./image/view.ts";

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
  const read = await readTarget(image, rest, context, opened);
  const { name, info } = read;
  const report = (inspection?: Inspection) =>
    imageReport({ name, digest: info.digest }, context.version, { image: info, ...(inspection && { inspection }) });
  if (view === undefined) return report();
  if (view.kind !== "diff") return report(viewOf(view, read));
  const other = await readTarget(view.other, rest, context, opened);
  context.progress({ stage: "inspect", message: `comparing ${name} with ${other.name}` });
  return report(await compareTwo(read, other, view.top, context.signal));
}

async function readTarget(
  image: string,
  { platform, ...wishes }: Omit<InspectRequest, "view">,
  context: Context,
  opened: AsyncDisposableStack,
): Promise<NamedImage> {
  const target = await imageTarget(image, context.cwd);
  const { registries } = await configFor(".", context);
  context.progress({ stage: "inspect", message: `reading ${target.name}` });
  const source = opened.use(
    await openImage(target, context, {
      ...(platform !== undefined && { platform }),
      ...(registries && { registries }),
    }),
  );
  const { cacheFolder, signal } = context;
  return { ...(await readFacts(source.image, wishes, { cacheFolder, signal })), name: target.name };
}
