import { Failure } from "../../domain/failure.ts";
import { inspectImage } from "../../sources/engine/images/images.ts";
import type { Run } from "../../sources/engine/types.ts";
import type { Declared } from "./workload-for.ts";

/** Throws `no-such-image`, which names every image that companions lack, before minutes go into a build. */
export async function checkCompanions({ engine, signal }: Run, declared: Pick<Declared, "workload">): Promise<void> {
  const missing = new Map<string, string>();
  for (const { name, image } of declared.workload(undefined).companions ?? [])
    if ((await inspectImage(engine, image, signal)) === undefined) missing.set(image, name);
  if (missing.size === 0) return;
  const list = [...missing].map(([image, name]) => `${image} for ${name}`).join(", ");
  throw new Failure("no-such-image", `the engine lacks images of companions: ${list}; nothing was built`, {
    hint: `Pull or build them first: ${[...missing.keys()].map((image) => `docker pull ${image}`).join("; ")}`,
  });
}
