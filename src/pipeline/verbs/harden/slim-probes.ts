import { Failure } from "../../../domain/failure.ts";
import type { NeedImage } from "../../../facts/need/need-image.ts";
import { probeSteps } from "../../../facts/slim/probe-steps.ts";
import type { EngineSession } from "../../../sources/engine/types.ts";
import type { Context } from "../../context.ts";
import type { Build } from "../../image-build/builds.ts";
import { runOriginal } from "../../prove/prove-hardened.ts";
import type { Permitted } from "../../workload/workload-for.ts";

/** Questions beside the workload, which the image answers the same twice. */
export interface Probes {
  readonly asked: readonly string[];
  /** Undefined where a build answers as the image does. */
  problemOf(build: Build): Promise<string | undefined>;
}

/** Asks an image the probes in containers of their own, without a restart. What it fails itself is left out: all of them. */
export async function openProbes(
  session: EngineSession,
  full: Build,
  { workload, permit }: Permitted,
  image: NeedImage,
  { progress }: Context,
): Promise<Probes> {
  const steps = probeSteps(image);
  const none: Probes = { asked: [], problemOf: async () => undefined };
  if (steps.length === 0) return none;
  try {
    const runner = await runOriginal(
      session,
      full,
      { permit, workload: { ...workload, steps, restart: false } },
      progress,
    );
    return {
      asked: steps.map(({ name }) => name),
      problemOf: (build) => runner.problemOf(build, "its answers to the probes"),
    };
  } catch (error) {
    if (!(error instanceof Failure) || !/^workload-(?:fails|flaky)$/u.test(error.code)) throw error;
    progress({ stage: "slim", message: `no probes: ${error.message}`, done: true });
    return none;
  }
}
