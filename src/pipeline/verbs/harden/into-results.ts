import { basename, join, resolve } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import { lossLine } from "../../../dialects/losses/loss-lines.ts";
import { podOf } from "../../../formats/kubernetes/pods-of.ts";
import { readManifest } from "../../../formats/kubernetes/read-manifest.ts";
import { writeWhole } from "../../../sources/files/write-whole.ts";
import type { Context } from "../../context.ts";
import { emitInto } from "../../emit/into/emit-into.ts";
import { intoTarget } from "../../emit/into/into-target.ts";

interface Into {
  readonly into: string;
  readonly container: string;
  readonly write: boolean;
  readonly mode?: number;
  readonly folder?: string;
  readonly render?: "kustomize";
}

/** The selected container of a manifest: the named one, or the only one. Resolved before anything is built. Throws `Failure`. */
export async function containerIn(
  into: string,
  { named, render }: { readonly named: string | undefined; readonly render: "kustomize" | undefined },
  context: Context,
): Promise<string> {
  const { file, text } = await intoTarget(into, { render }, context);
  const { objects } = readManifest(file, text);
  const names = objects.flatMap((object) => podOf(object)?.containers.map(({ name }) => name) ?? []);
  const [only] = names;
  if (named === undefined && only !== undefined && names.length === 1) return only;
  if (named !== undefined && names.filter((name) => name === named).length === 1) return named;
  throw new Failure(
    "bad-usage",
    `${into} has ${names.length} containers${named === undefined ? "" : `, and not one ${named}`}`,
    {
      hint:
        names.length === 0 ? "Name a manifest that makes a pod." : `Name one with --container: ${names.join(", ")}.`,
    },
  );
}

/** Writes the result of `harden` into a copy of a manifest next to the other results, or into the manifest itself. Returns lines of text. */
export async function intoResults(
  dir: string,
  { into, container, write, mode, folder, render }: Into,
  context: Context,
): Promise<readonly string[]> {
  const results = folder ?? join(dir, ".hullproof");
  const request = { to: "kubernetes", into, container, write, ...(render && { render }) };
  const { text, report } = await emitInto([join(results, "profile.json")], request, context);
  const [first] = report.files;
  const displayPath = join(results, render === undefined ? `hardened.${basename(into)}` : (first?.name ?? ""));
  const isCopied = !write && first !== undefined;
  if (isCopied) await writeWhole({ path: resolve(context.cwd, displayPath), shown: displayPath }, text, mode);
  return [
    ...report.losses.map(lossLine),
    ...[report.notProven ?? []].flat(),
    ...report.notes,
    ...(isCopied ? [`${displayPath}: the ${render === undefined ? "manifest" : "patch"} with what was learned`] : []),
  ];
}
