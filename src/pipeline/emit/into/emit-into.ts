import { basename, resolve } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import { isLeft } from "../../../dialects/kubernetes/pod/patch-losses.ts";
import { kubernetesVersions } from "../../../dialects/kubernetes/pod/versions.ts";
import type { Context } from "../../context.ts";
import { emitProfiles, type Emitted, type EmitRequest } from "../emit.ts";
import { kustomizationPatch, writePatch, type KustomizationPatch } from "../../fix-plan/kustomization-patch.ts";
import { writeBack } from "../../fix-plan/write-back.ts";
import { readProfile } from "../../profiles/read-profile.ts";
import { intoManifest } from "./into-manifest.ts";
import { intoTarget } from "./into-target.ts";

export interface IntoRequest extends EmitRequest {
  /** A manifest, as a path from the current folder. */
  readonly into: string;
  /** Name of the container; default: the one whose image has the profile's name. */
  readonly container?: string;
  /** Overwrites the manifest. */
  readonly write: boolean;
  /** The user's own program renders the kustomization that `into` names, and the changes become a patch in it. */
  readonly render?: "kustomize";
}

/**
 * `emit PROFILE --to kubernetes --into FILE`: writes the profile of one container into the manifest and keeps everything else. Throws `Failure`
 * where that would change more.
 */
export async function emitInto(
  files: readonly string[],
  { into, container, write, render, ...request }: IntoRequest,
  context: Context,
): Promise<Emitted> {
  if (!/^kubernetes(?:-patch)?$/.test(request.to))
    throw new Failure("bad-usage", `--into edits Kubernetes manifests, and --to is ${request.to}.`, {
      hint: `hullproof emit PROFILE --to kubernetes --into ${into}`,
    });
  // Consent, the age of the proof and the losses are those of a patch.
  const patch = await emitProfiles(files, { ...request, to: "kubernetes-patch" }, context);
  const [file = ""] = files;
  const { targetVersion = kubernetesVersions.default, refused } = patch.report;
  const target = "kubernetes";
  if (refused !== undefined) return { ...patch, report: { ...patch.report, target } };
  const minor = Number(targetVersion.split(".")[1]);
  const { kustomization, ...manifest } = await intoTarget(into, { render, minor }, context);
  const originalText = manifest.text;
  const profile = await readProfile(file, context.cwd);
  const edited = intoManifest(manifest, profile, {
    version: targetVersion,
    minor,
    ...(request.image !== undefined && { image: request.image }),
    ...(container !== undefined && { container }),
  });
  const editLosses = edited.losses.map((loss) => ({ ...loss, target, targetVersion }));
  const losses = [
    ...patch.report.losses.filter((loss) => !isLeft(loss)).map((loss) => ({ ...loss, target })),
    ...editLosses,
  ];
  const exact = request.exact === true && losses.length > 0;
  const editedContainer = `container ${edited.container} of ${into}`;
  const isNew = edited.text !== originalText;
  const rendered = { path: manifest.file, before: originalText, after: edited.text };
  const patched = kustomization && isNew ? await kustomizationPatch(kustomization, rendered, context) : undefined;
  if (patched !== undefined && "refused" in patched)
    throw new Failure("bad-usage", `${into} is not patched: ${patched.refused}`, {
      hint: "Write the profile into the manifest that it takes: name that one, without --render.",
    });
  if (write && isNew && !exact)
    await (patched === undefined
      ? writeBack(resolve(context.cwd, into), into, originalText, edited.text)
      : writePatch(patched, context.cwd));
  const state = isNew ? (write ? "is written" : "is edited") : "says it already";
  const by = patched && `${patched.patch.file}, which ${patched.kustomization.file} names under patches`;
  const editNote = exact ? [] : [`${editedContainer} ${state}${by === undefined ? "" : ` by ${by}`}`];
  const printed = patched ? patched.patch.text : kustomization ? "" : edited.text;
  return {
    text: exact || write ? "" : printed,
    syntax: patch.syntax,
    report: {
      ...patch.report,
      target,
      ...(exact && {
        refused: `Nothing was written: --exact takes no loss, and ${editedContainer} has ${losses.length}.`,
      }),
      files: exact
        ? []
        : filesOf(patched, kustomization === undefined ? [{ name: basename(into), text: edited.text }] : []),
      losses,
      notes: [...patch.report.notes, ...editNote],
    },
  };
}

type Files = Emitted["report"]["files"];

/** Lists the patch first. */
function filesOf(patched: KustomizationPatch | undefined, manifestFiles: Files): Files {
  if (patched === undefined) return manifestFiles;
  const { patch, kustomization } = patched;
  return [
    { name: basename(patch.file), text: patch.text },
    { name: basename(kustomization.file), text: kustomization.after },
  ];
}
