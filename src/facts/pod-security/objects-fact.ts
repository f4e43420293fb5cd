import type { Manifest } from "../../formats/kubernetes/manifest.ts";
import { podOf } from "../../formats/kubernetes/pods-of.ts";
import { readManifest } from "../../formats/kubernetes/read-manifest.ts";
import { oncePer } from "../../text/once-per.ts";
import type { ManifestText, ObjectInSet, ObjectsFact } from "./object-set.ts";

// Each file of a folder is next to all others.
const objectsOf = oncePer(({ file, text }: ManifestText) => objectsIn(readManifest(file, text)));

function objectsIn({ file, objects }: Pick<Manifest, "file" | "objects">): readonly ObjectInSet[] {
  return objects.map((object) => {
    const pod = podOf(object);
    return { ...object, file, ...(pod && { pod }) };
  });
}

export function objectsFact(
  manifest: Manifest,
  otherManifests: readonly ManifestText[],
  incomplete: string | undefined,
): ObjectsFact {
  const manifestObjects = objectsIn(manifest);
  return {
    file: manifest.file,
    text: manifest.text,
    own: manifestObjects,
    all: [...manifestObjects, ...otherManifests.flatMap(objectsOf)],
    ...(incomplete !== undefined && { incomplete }),
  };
}
