import { permitForBuild } from "../../src/consent/build-reach.ts";
import type { Progress } from "../../src/domain/progress.ts";
import { buildImage as build } from "../../src/sources/engine/build/build.ts";
import type { BuildRequest, BuiltImage, Run } from "../../src/sources/engine/types.ts";
import { locate } from "../../src/sources/files/locate.ts";

/** A build of a folder that the test itself made, as a person would agree to it. */
export async function buildImage(run: Run, request: BuildRequest, progress: Progress): Promise<BuiltImage> {
  const { context, ...rest } = request;
  const of = typeof context === "string" ? { from: context, located: await locate(context) } : context?.of;
  const spec = { ...rest, ...(of && { context: of }) };
  return build(run, request, permitForBuild(spec, { place: of?.located }), progress);
}
