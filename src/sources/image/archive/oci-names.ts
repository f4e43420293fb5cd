import { ownValue } from "../../../domain/own-value.ts";
import { Failure } from "../../../domain/failure.ts";
import type { Candidate } from "./choose-manifest.ts";
import type { ListedManifest } from "./manifest.ts";
import { badManifest } from "./manifest.ts";
import { lastPart } from "../../../text/cut.ts";

/** containerd's and buildx's full name first, then the layout's own, often a tag alone (image-spec, annotations.md). */
export function namesOf({ annotations }: ListedManifest): string[] {
  const keys = ["io.containerd.image.name", "org.opencontainers.image.ref.name"];
  return keys.flatMap((key) => ownValue(annotations, key) ?? []).filter((name) => name !== "");
}

/**
 * The images with one name: all images if no name is requested and their names do not differ. Throws `Failure`
 * (`no-such-image`) with the available names.
 */
export function chooseName(
  candidates: readonly Candidate[],
  name: string | undefined,
  origin: string,
): readonly Candidate[] {
  if (candidates.length === 0) throw badManifest(origin, "it lists no images");
  const labels = [...new Set(candidates.map((one) => one.names[0] ?? one.entry.digest))].sort();
  if (name === undefined) {
    const groups = new Set(candidates.map(({ names }) => names[0] ?? ""));
    const images = new Set(candidates.map(({ entry, index }) => index ?? entry.digest));
    // Several tags of one image are one image, and images without names are platforms of one.
    if (groups.size === 1 || images.size === 1) return candidates;
    throw new Failure("no-such-image", `${origin} holds ${labels.length} images: ${labels.join(", ")}`, {
      hint: "Name the one that you mean.",
    });
  }
  const comparableName = comparable(name);
  const matches = candidates.filter(
    ({ entry, index, names }) =>
      entry.digest === name ||
      index === name ||
      names.some((one) => one === name || comparable(one) === comparableName),
  );
  if (matches.length > 0) return matches;
  throw new Failure("no-such-image", `${origin} holds no image ${name}; it holds: ${labels.join(", ")}`, {
    hint: "Name one of them.",
  });
}

/** `docker.io/library/app:1` is `app:1`, and `app` is `app:latest`; a tag alone stays unchanged. */
function comparable(name: string): string {
  const short = name.replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\//, "");
  return /[:@]/.test(lastPart(short)) || !short.includes("/") ? short : `${short}:latest`;
}
