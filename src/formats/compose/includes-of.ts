import { isNull, textIn, type MapNode, type Place } from "./compose-node.ts";
import { folderOf } from "./clean-path.ts";
import { goPrinted } from "./go-text.ts";
import { refuseAt } from "./refuse-at.ts";
import { isRemoteSource } from "./remote-source.ts";
import { absolute, type Base } from "./resolve-paths.ts";
import { textsOf } from "./texts-of.ts";

/** One entry of `include`, its paths absolute. */
export interface Include {
  /** The file, then its overrides. */
  readonly paths: readonly string[];
  /** Files elsewhere, which are never fetched. */
  readonly remote: readonly { readonly text: string; readonly place: Place }[];
  /** The base of relative paths in these files. */
  readonly folder: string;
  /** Absent: the `.env` of the folder. */
  readonly envFiles: readonly { readonly path: string; readonly from: Place }[] | undefined;
  readonly place: Place;
}

/** Includes of a file (compose-spec, 14-include.md). Throws `bad-config`. */
export function includesOf(document: MapNode, base: Base): readonly Include[] {
  const include = document.entries.get("include");
  if (include === undefined || isNull(include)) return [];
  if (include.kind !== "list")
    throw refuseAt(include.place, `\`include\` must be a list, got ${goPrinted(include)}`, "Write it as a list.");
  return include.items.map((item) => {
    if (item.kind === "list") throw refuseAt(item.place, "an entry of `include` is a text or a map");
    const pathTexts = textsOf(item.kind === "map" ? item.entries.get("path") : item);
    const remote = pathTexts.filter(({ text }) => isRemoteSource(text));
    const paths = pathTexts.filter(({ text }) => !isRemoteSource(text)).map(({ text }) => absolute(text, base));
    if (pathTexts.length === 0) throw refuseAt(item.place, "an entry of `include` names no path");
    const fields = item.kind === "map" ? item.entries : undefined;
    const directory = textIn(fields?.get("project_directory"));
    const env = textsOf(fields?.get("env_file")).filter(({ text }) => text !== "/dev/null");
    return {
      paths,
      remote,
      folder:
        directory === undefined || directory === "" ? folderOf(paths[0] ?? base.folder) : absolute(directory, base),
      envFiles:
        fields?.has("env_file") === true
          ? env.map(({ text, place }) => ({ path: absolute(text, base), from: place }))
          : undefined,
      place: item.place,
    };
  });
}
