import { imageReference } from "../container-spec/image-reference.ts";
import { itemsAt, scalarAt, textAt, type KubeNode } from "../../formats/kubernetes/kube-node.ts";
import { readDocument } from "../../formats/kubernetes/read-document.ts";

const lists = "(?:initContainers|containers)";
/** `spec.template.spec.containers.0.image`, `...containers.[name=web].image`, `...containers.*.image` */
const imageField = new RegExp(`\\b(${lists}\\.(?:\\d{1,4}|\\*|\\[name=[\\w.-]{1,100}\\]))\\.image$`);

/** What a kustomization sets the version of: names of images, and images of containers as `Deployment/web/containers.0`, where `*` is any. */
export function readKustomization(text: string): readonly string[] {
  const { node } = readDocument(text, { start: 0, end: text.length });
  const imageNames = itemsAt(node, "images").flatMap((image) => {
    const tag = scalarAt(image, "newTag")?.value ?? textAt(image, "digest");
    return tag === undefined || tag === "" || tag === "latest"
      ? []
      : [imageReference(textAt(image, "name") ?? "")?.name ?? ""];
  });
  const imageFields = itemsAt(node, "replacements").flatMap((replacement) =>
    itemsAt(replacement, "targets").flatMap(targetsOf),
  );
  return [...imageNames, ...imageFields];
}

function targetsOf(target: KubeNode): readonly string[] {
  const delimiter = textAt(target, "options", "delimiter");
  // Part 0 is the image's name, part 1 its tag; without parts all is replaced.
  if (delimiter !== undefined && (delimiter !== ":" || scalarAt(target, "options", "index")?.value !== 1)) return [];
  const [kind, name] = ["kind", "name"].map((key) => textAt(target, "select", key) ?? "*");
  return itemsAt(target, "fieldPaths").flatMap((field) => {
    const container = imageField.exec(textAt(field) ?? "")?.[1];
    return container === undefined ? [] : [`${kind}/${name}/${container}`];
  });
}
