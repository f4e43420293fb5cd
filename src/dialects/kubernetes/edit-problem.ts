import type { DataChange } from "../../domain/container/data-change.ts";
import { editProblem } from "../../edits/yaml/verify.ts";
import type { KubeNode } from "../../formats/kubernetes/kube-node.ts";
import { readManifest } from "../../formats/kubernetes/read-manifest.ts";
import { strictFields } from "../../formats/kubernetes/strict-fields.ts";
import type { Manifest } from "../../formats/kubernetes/manifest.ts";
import { onceInARow } from "../../text/once-in-a-row.ts";
import type { DeclaredEdits } from "../text-dialect.ts";

/** Name of the file, which no value contains. */
const readBefore = onceInARow((text) => readManifest("", text));

/**
 * The problem of an edited manifest: its YAML must have exactly the declared changes, and so must the resulting
 * Kubernetes objects, aliases and merges included; and Kubernetes 1.`minor` must not refuse more of it than before.
 */
export function manifestProblem(
  file: string,
  before: string,
  after: string,
  { changes, comments }: DeclaredEdits,
  minor: number,
): string | undefined {
  const problem = editProblem(
    before,
    after,
    changes,
    comments.map(({ text }) => text),
  );
  if (problem !== undefined) return problem;
  const [old, edited] = [readBefore(before), readManifest(file, after)];
  const earlierProblems = new Set(problemsOf(old, minor));
  const fresh = problemsOf(edited, minor).find((newProblem) => !earlierProblems.has(newProblem));
  if (fresh !== undefined) return `Kubernetes would refuse it: ${fresh}`;
  if (old.objects.length !== edited.objects.length) return "it would have other objects";
  const declaredPlaces = new Set(changes.map(({ document, path }) => `${document}: ${pointerOf(path)}`));
  const places = [...declaredPlaces].map((place) => place.slice(place.indexOf(" ") + 1));
  const changedPlaces = old.objects.flatMap(({ prefix, node }, index) => {
    const editedNode = edited.objects[index]?.node;
    return editedNode === undefined ? [prefix] : differences(node, editedNode, prefix);
  });
  const undeclaredPlace = changedPlaces.find(
    (at) => !places.some((place) => place === at || (/^[.[]/.test(place.slice(at.length)) && place.startsWith(at))),
  );
  if (undeclaredPlace !== undefined) return `${undeclaredPlace} would change, too`;
  return changedPlaces.length > declaredPlaces.size ? `it would change in ${changedPlaces.length} places` : undefined;
}

function problemsOf({ problems, objects }: Manifest, minor: number): readonly string[] {
  return [...problems, ...objects.flatMap((object) => strictFields(object, minor))].map(
    ({ message, pointer }) => `${message} (${pointer})`,
  );
}

/** Paths where two objects differ; a list of another length counts as a whole. */
function differences(before: KubeNode, after: KubeNode, prefix: string): readonly string[] {
  const places: string[] = [];
  const compare = (one: KubeNode | undefined, other: KubeNode | undefined, at: string): void => {
    if (one?.kind === "map" && other?.kind === "map") {
      for (const key of new Set([...one.entries.keys(), ...other.entries.keys()]))
        compare(
          one.entries.get(key)?.value,
          other.entries.get(key)?.value,
          `${at}${at === "" || at.endsWith(".") ? "" : "."}${key}`,
        );
    } else if (one?.kind === "list" && other?.kind === "list") {
      if (one.items.length === other.items.length)
        for (const [index, item] of one.items.entries()) compare(item, other.items[index], `${at}[${index}]`);
      else places.push(at);
    } else if (!(one?.kind === "scalar" && other?.kind === "scalar" && one.value === other.value)) places.push(at);
  };
  compare(before, after, prefix);
  return places;
}

function pointerOf(path: DataChange["path"]): string {
  let text = "";
  for (const step of path) text += typeof step === "number" ? `[${step}]` : text === "" ? step : `.${step}`;
  return text;
}
