import type { TextDialectName } from "../../domain/container/text-dialects.ts";
import { defined } from "../../text/defined.ts";
import type { Context } from "../context.ts";
import { profilesNear } from "../profiles/profiles-near.ts";
import type { DialectWork } from "../rule-runs/dialect-work.ts";
import { partsOf } from "./parts-of.ts";

/** A file of a dialect with all input of its evaluation. */
export async function dialectWork(
  kind: TextDialectName,
  read: Pick<DialectWork, "path" | "text" | "config" | "within">,
  context: Context,
): Promise<DialectWork> {
  const { cwd, today, allRules, kubernetes, podman } = context;
  return {
    kind,
    ...read,
    ...(await partsOf(kind, read.path, cwd)),
    profiles: await profilesNear(read.path, context),
    cwd,
    today,
    ...defined({ allRules, kubernetes, podman }),
  };
}
