// Where the value of a secret can be written in what hullproof reads. Tests plant one marker in each place and search every output for it.
import { composePlaces } from "./places/compose.ts";
import { dockerfilePlaces } from "./places/dockerfile.ts";
import { documentPlaces } from "./places/document.ts";
import { imagePlaces } from "./places/image.ts";
import { kubernetesPlaces } from "./places/kubernetes.ts";
import { quadletPlaces } from "./places/quadlet.ts";
import { runLinePlaces } from "./places/run-line.ts";
import { lines } from "./places/lines.ts";

/** A fake one that looks drawn: letters, digits, and no word of a document. */
export const marker = "Zq7mRk3rVw9x";

/** Stands for the marker in the table. */
const sign = "§";

export type PlaceKind = "dockerfile" | "document" | "compose" | "kubernetes" | "quadlet" | "image";

export interface SecretPlace {
  /** Unique. */
  readonly name: string;
  readonly kind: PlaceKind;
  /** By path below a folder; of an image none. */
  readonly files: Readonly<Record<string, string>>;
  /** Of an image: parts of its configuration. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Of an image: `created_by` of a step. */
  readonly history?: string;
}

/** The place with the marker in it, each of its files below a folder. */
export function planted(place: SecretPlace, value = marker, folder = ""): SecretPlace {
  const put = (text: string): string => text.replaceAll(sign, () => value);
  const { config, history } = place;
  return {
    ...place,
    files: Object.fromEntries(Object.entries(place.files).map(([path, text]) => [folder + path, put(text)])),
    ...(config && { config: JSON.parse(put(JSON.stringify(config))) as NonNullable<typeof config> }),
    ...(history !== undefined && { history: put(history) }),
  };
}

function table(
  kind: PlaceKind,
  all: Readonly<Record<string, unknown>>,
  parts: (key: string) => Pick<SecretPlace, "files" | "config" | "history">,
): readonly SecretPlace[] {
  return Object.keys(all).map((key) => ({ name: `${kind}: ${key}`, kind, ...parts(key) }));
}

/** In the order of their kinds. */
export const secretPlaces: readonly SecretPlace[] = [
  ...table("dockerfile", dockerfilePlaces, (key) => ({
    files: { Dockerfile: lines("FROM debian:latest", dockerfilePlaces[key] ?? "", "MAINTAINER me") },
  })),
  ...table("document", runLinePlaces, (key) => ({ files: { "run.sh": lines("#!/bin/sh", runLinePlaces[key] ?? "") } })),
  ...Object.entries(documentPlaces).map(([what, [file, text]]) => ({
    name: `document: ${what}`,
    kind: "document" as const,
    files: { [file]: text("docker run --privileged -e DB_PASSWORD=§ example/web:1.4 app --token=§") },
  })),
  ...table("compose", composePlaces, (key) => ({ files: composePlaces[key] ?? {} })),
  ...table("kubernetes", kubernetesPlaces, (key) => ({
    files: { [key === "JSON" ? "pod.json" : "pod.yaml"]: kubernetesPlaces[key] ?? "" },
  })),
  ...table("quadlet", quadletPlaces, (key) => ({ files: { "web.container": quadletPlaces[key] ?? "" } })),
  ...table("image", imagePlaces, (key) => ({ files: {}, ...imagePlaces[key] })),
];
