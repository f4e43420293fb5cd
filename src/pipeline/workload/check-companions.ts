import { Failure } from "../../domain/failure.ts";
import { inspectImage } from "../../sources/engine/images/images.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import type { WorkloadDeclaration } from "./workload-for.ts";

/** Throws `no-such-image` with every missing image of companions, before a build takes minutes. */
export async function checkCompanions(
  { engine, signal }: EngineSession,
  declaration: Pick<WorkloadDeclaration, "workload">,
): Promise<void> {
  const missingImages = new Map<string, string>();
  for (const { name, image } of declaration.workload(undefined).companions ?? [])
    if ((await inspectImage(engine, image, signal)) === undefined) missingImages.set(image, name);
  if (missingImages.size === 0) return;
  const list = [...missingImages].map(([image, name]) => `${image} for ${name}`).join(", ");
  throw new Failure("no-such-image", `the engine lacks images of companions: ${list}; nothing was built`, {
    hint: `Pull or build them first: ${[...missingImages.keys()].map((image) => `docker pull ${image}`).join("; ")}`,
  });
}
