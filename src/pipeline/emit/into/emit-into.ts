import { basename, resolve } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import { kubernetesVersions } from "../../../emit/kubernetes/versions.ts";
import type { Context } from "../../context.ts";
import { emitProfiles, type Emitted, type EmitRequest } from "../../emit.ts";
import { writeBack } from "../../fix/write-back.ts";
import { readText } from "../../host/read-text.ts";
import { readProfile } from "../../profile/read-profile.ts";
import { intoManifest } from "./into-manifest.ts";

export interface IntoRequest extends EmitRequest {
  /** A manifest, as reached from the current folder. */
  readonly into: string;
  /** Of its containers; default: the one whose image has the profile's name. */
  readonly container?: string;
  /** Over the manifest itself. */
  readonly write: boolean;
}

/**
 * `emit PROFILE --to kubernetes --into FILE`: the manifest with what the profile says of one container, everything else as it was. Throws `Failure`
 * where that can't be done without changing more.
 */
export async function emitInto(
  files: readonly string[],
  { into, container, write, ...request }: IntoRequest,
  context: Pick<Context, "cwd" | "consent" | "askConsent" | "today" | "env">,
): Promise<Emitted> {
  if (!/^kubernetes(?:-patch)?$/.test(request.to))
    throw new Failure("bad-usage", `--into edits Kubernetes manifests, and --to is ${request.to}.`, {
      hint: `hullproof emit PROFILE --to kubernetes --into ${into}`,
    });
  // Consent, the age of the proof and what a manifest can't say are those of a patch.
  const patch = await emitProfiles(files, { ...request, to: "kubernetes-patch" }, context);
  const [file = ""] = files;
  const { targetVersion = kubernetesVersions.default, refused } = patch.report;
  const target = "kubernetes";
  if (refused !== undefined) return { ...patch, report: { ...patch.report, target } };
  const before = await readText(into, context.cwd);
  const profile = await readProfile(file, context.cwd);
  const edited = intoManifest({ file: into, text: before }, profile, {
    version: targetVersion,
    minor: Number(targetVersion.split(".")[1]),
    ...(request.image !== undefined && { image: request.image }),
    ...(container !== undefined && { container }),
  });
  const own = edited.losses.map((loss) => ({ ...loss, target, targetVersion }));
  const losses = [...patch.report.losses.map((loss) => ({ ...loss, target })), ...own];
  const exact = request.exact === true && losses.length > 0;
  const done = `container ${edited.container} of ${into}`;
  const isNew = edited.text !== before;
  if (write && isNew && !exact) await writeBack(resolve(context.cwd, into), into, before, edited.text);
  const told = exact ? [] : [`${done} ${isNew ? (write ? "is written" : "is edited") : "says it already"}`];
  return {
    text: exact || write ? "" : edited.text,
    syntax: patch.syntax,
    report: {
      ...patch.report,
      target,
      ...(exact && { refused: `Nothing was written: --exact takes no loss, and ${done} has ${losses.length}.` }),
      files: exact ? [] : [{ name: basename(into), text: edited.text }],
      losses,
      notes: [...patch.report.notes, ...told],
    },
  };
}
