import { Failure } from "../../domain/failure.ts";
import { inspectImage } from "../../sources/engine/images/images.ts";
import type { ImageSummary, EngineSession } from "../../sources/engine/types.ts";

export async function summaryOf(session: EngineSession, image: string): Promise<ImageSummary> {
  const summary = await inspectImage(session.engine, image);
  if (summary !== undefined) return summary;
  throw new Failure("no-such-image", `the engine has no image ${image}`, {
    hint: "`docker images` lists what it has; build or pull it first.",
  });
}
