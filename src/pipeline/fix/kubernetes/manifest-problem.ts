import type { DataChange } from "../../../domain/container-spec/data-change.ts";
import { editProblem } from "../../../edits/yaml/verify.ts";
import type { KubeNode } from "../../../formats/kubernetes/kube-node.ts";
import { readManifest } from "../../../formats/kubernetes/read-manifest.ts";
import { strictFields } from "../../../formats/kubernetes/strict-fields.ts";
import type { Manifest } from "../../../formats/kubernetes/manifest.ts";
import type { Meant } from "../fix-texts.ts";

/**
 * What is wrong with an edited manifest: its YAML must say what it said with exactly the changes, and so must the objects that Kubernetes makes of
 * it, aliases and merges included; and Kubernetes 1.`minor` must refuse no more of it than before.
 */
export function manifestProblem(
  file: string,
  before: string,
  after: string,
  { changes, comments }: Meant,
  minor: number,
): string | undefined {
  const problem = editProblem(
    before,
    after,
    changes,
    comments.map(({ text }) => text),
  );
  if (problem !== undefined) return problem;
  const [old, made] = [readManifest(file, before), readManifest(file, after)];
  const known = new Set(problemsOf(old, minor));
  const fresh = problemsOf(made, minor).find((one) => !known.has(one));
  if (fresh !== undefined) return `Kubernetes would refuse it: ${fresh}`;
  if (old.objects.length !== made.objects.length) return "it would have other objects";
  const declared = new Set(changes.map(({ document, path }) => `${document}: ${pointerOf(path)}`));
  const places = [...declared].map((one) => one.slice(one.indexOf(" ") + 1));
  const found = old.objects.flatMap(({ prefix, node }, index) => {
    const other = made.objects[index]?.node;
    return other === undefined ? [prefix] : differences(node, other, prefix);
  });
  const other = found.find(
    (at) => !places.some((place) => place === at || (/^[.[]/.test(place.slice(at.length)) && place.startsWith(at))),
  );
  if (other !== undefined) return `${other} would change, too`;
  return found.length > declared.size ? `it would change in ${found.length} places` : undefined;
}

function problemsOf({ problems, objects }: Manifest, minor: number): readonly string[] {
  return [...problems, ...objects.flatMap((object) => strictFields(object, minor))].map(
    ({ message, pointer }) => `${message} (${pointer})`,
  );
}

/** Where two objects say something else, of lists of another length the whole. */
function differences(before: KubeNode, after: KubeNode, prefix: string): readonly string[] {
  const found: string[] = [];
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
      else found.push(at);
    } else if (!(one?.kind === "scalar" && other?.kind === "scalar" && one.value === other.value)) found.push(at);
  };
  compare(before, after, prefix);
  return found;
}

function pointerOf(path: DataChange["path"]): string {
  let text = "";
  for (const step of path) text += typeof step === "number" ? `[${step}]` : text === "" ? step : `.${step}`;
  return text;
}
