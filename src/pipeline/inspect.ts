import type { Report } from "../domain/report.ts";
import type { Context } from "./context.ts";
import { configFor } from "./check/settings.ts";
import { imageReport } from "./image-report.ts";
import { imageTarget } from "./image/image-target.ts";
import { openImage } from "./image/open-image.ts";
import { readFacts, type FactWishes } from "./image/read-facts.ts";

export interface InspectRequest extends FactWishes {
  readonly platform?: string | undefined;
}

/** `hullproof inspect IMAGE`: what the layers tell, without any rule. */
export async function inspect(image: string, request: InspectRequest, context: Context): Promise<Report> {
  const { platform, ...wishes } = request;
  const target = await imageTarget(image, context.cwd);
  const { registries } = await configFor(".", context);
  context.progress({ stage: "inspect", message: `reading ${target.name}` });
  await using opened = await openImage(target, context, {
    ...(platform !== undefined && { platform }),
    ...(registries && { registries }),
  });
  const { cacheFolder, signal } = context;
  const { info } = await readFacts(opened.image, wishes, { cacheFolder, signal });
  return imageReport({ name: target.name, digest: info.digest }, context.version, { image: info });
}
