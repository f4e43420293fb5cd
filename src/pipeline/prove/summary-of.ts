import { Failure } from "../../domain/failure.ts";
import { inspectImage } from "../../sources/engine/images/images.ts";
import type { ImageSummary, Run } from "../../sources/engine/types.ts";

export async function summaryOf(run: Run, image: string): Promise<ImageSummary> {
  const summary = await inspectImage(run.engine, image);
  if (summary !== undefined) return summary;
  throw new Failure("no-such-image", `the engine has no image ${image}`, {
    hint: "`docker images` lists what it has; build or pull it first.",
  });
}
