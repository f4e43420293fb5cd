import { scalarAt, textIn, type ScalarNode } from "./compose-node.ts";
import { interpolateValues, type Lookup } from "./interpolate-values.ts";
import { readDocuments } from "./read-documents.ts";
import { refuseAt } from "./refuse-at.ts";
import type { ComposeQuirks } from "./quirks.ts";

/**
 * The project's name: `COMPOSE_PROJECT_NAME`, else the last `name` of the files, else that of their folder in lower case without what a name
 * can't hold. Throws `bad-config`.
 */
export function projectName(
  files: readonly { readonly file: string; readonly text: string }[],
  folder: string,
  lookup: Lookup,
  quirks: ComposeQuirks,
): ScalarNode {
  const whole = { place: { file: files[0]?.file ?? "", line: 1, column: 1 } };
  const envName = lookup.value("COMPOSE_PROJECT_NAME") ?? "";
  if (envName !== "") {
    if (normal(envName) !== envName)
      throw refuseAt(
        whole.place,
        "COMPOSE_PROJECT_NAME is no project name: lower case letters, digits, - and _",
        "Set another one.",
      );
    return scalarAt({ ...whole, from: ["COMPOSE_PROJECT_NAME"] }, envName);
  }
  const names = files.flatMap(({ file, text }) =>
    readDocuments(text, file, quirks).flatMap((document) => {
      const name = document.entries.get("name");
      return (textIn(name) ?? "") === "" || name === undefined ? [] : [name];
    }),
  );
  const last = names.at(-1);
  if (last !== undefined) {
    const name = interpolateValues(last, lookup, quirks, ["name"]);
    const text = textIn(name) ?? "";
    if (normal(text) === "" || name.kind !== "scalar")
      throw refuseAt(last.place, "project name must not be empty", "Give the variables of `name` a value.");
    return { ...name, value: normal(text) };
  }
  const folderName = normal(folder.split("/").findLast((part) => part !== "") ?? "");
  if (folderName === "")
    throw refuseAt(whole.place, "project name must not be empty", "Write a `name:` into the file.");
  return scalarAt(whole, folderName);
}

function normal(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, "")
    .replace(/^[_-]+/, "");
}
