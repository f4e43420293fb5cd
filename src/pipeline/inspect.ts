import type { Report } from "../domain/report.ts";
import type { Look } from "../domain/look.ts";
import type { Context } from "./context.ts";
import { configFor } from "./check/settings.ts";
import { imageReport } from "./image-report.ts";
import { compareTwo, inspectionOf, type NamedImage } from "./image/inspection.ts";
import { imageTarget } from "./image/image-target.ts";
import { openImage } from "./image/open-image.ts";
import { readFacts, type FactWishes } from "./image/read-facts.ts";

export interface InspectRequest extends FactWishes {
  readonly platform?: string | undefined;
  readonly look?: Look | undefined;
}

/** `hullproof inspect IMAGE`: what the layers tell, without any rule. */
export async function inspect(image: string, request: InspectRequest, context: Context): Promise<Report> {
  const { platform, look, ...wishes } = request;
  const { registries } = await configFor(".", context);
  const { cacheFolder, signal } = context;
  const open = async (wanted: string) => {
    const target = await imageTarget(wanted, context.cwd);
    context.progress({ stage: "inspect", message: `reading ${target.name}` });
    const opened = await openImage(target, context, {
      ...(platform !== undefined && { platform }),
      ...(registries && { registries }),
    });
    return { name: target.name, opened };
  };
  const read = async ({ name, opened }: Awaited<ReturnType<typeof open>>): Promise<NamedImage> => ({
    name,
    facts: await readFacts(opened.image, wishes, { cacheFolder, signal }),
  });
  const one = await open(image);
  await using _opened = one.opened;
  const named = await read(one);
  const { info } = named.facts;
  const report = imageReport({ name: one.name, digest: info.digest }, context.version, { image: info });
  if (look === undefined) return report;
  if (look.kind !== "diff") return { ...report, inspection: inspectionOf(look, named) };
  const other = await open(look.other);
  await using _other = other.opened;
  return { ...report, inspection: await compareTwo(await read(other), named, look.top, signal) };
}
