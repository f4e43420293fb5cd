import type { Report } from "../domain/report/report.ts";
import { contextOf, refuseRemote } from "./library-context.ts";
import type { Options } from "./options.ts";

export interface InspectOptions extends Options {
  /** The platform in a multi-platform image: `linux/arm64`. Default: this machine's. */
  readonly platform?: string;
  /** Whether to search for secrets. Default: true. */
  readonly secrets?: boolean;
  /** Also list every file of every layer. */
  readonly files?: boolean;
}

/** Layers, waste, packages, configuration, privileges and secrets of an archive (`docker save`), an OCI layout or a root file system. */
export async function inspect(image: string, options: InspectOptions = {}): Promise<Report> {
  const context = contextOf(options);
  const { platform, secrets = true, files = false } = options;
  const pipeline = await import("../pipeline/verbs/inspect/inspect.ts");
  return pipeline.inspect(refuseRemote(image), { platform, secrets, duplicates: true, files }, context);
}
