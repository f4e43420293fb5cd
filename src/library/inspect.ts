import type { Report } from "../domain/report/report.ts";
import { contextOf, refuseRemote } from "./library-context.ts";
import type { Options } from "./options.ts";

export interface InspectOptions extends Options {
  /** Which image of a multi-platform one: `linux/arm64`. Default: this machine's. */
  readonly platform?: string;
  /** Whether to look for secrets. Default: true. */
  readonly secrets?: boolean;
  /** Every file of every layer as well. */
  readonly files?: boolean;
}

/** Layers, waste, packages, configuration, privileges and secrets of an archive (`docker save`), an OCI layout or a root file system. */
export async function inspect(image: string, options: InspectOptions = {}): Promise<Report> {
  const context = contextOf(options);
  const { platform, secrets = true, files = false } = options;
  const pipeline = await import("../pipeline/inspect.ts");
  return pipeline.inspect(refuseRemote(image), { platform, secrets, duplicates: true, files }, context);
}
