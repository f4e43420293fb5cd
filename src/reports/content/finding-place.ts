import type { Finding } from "../../domain/finding/finding.ts";
import type { Rendered } from "../../domain/report/rendered.ts";
import type { Report, Target } from "../../domain/report/report.ts";
import type { TextLocation } from "../../domain/finding/span.ts";
import { placeText } from "./place.ts";

export interface FindingPlace {
  readonly at: TextLocation;
  /** `TARGET: layer 2: /bin/su` for a finding outside of text files; the service or container if a text has several. */
  readonly within?: string;
  /** A place that is independent of tag and layer, if `at` is not a file of a checkout. */
  readonly identity?: string;
}

/**
 * The place of a finding for programs that only know files. A finding in an image gets the line of the Dockerfile
 * that made the layer, else that Dockerfile, else a path derived from the image name without tag and digest.
 */
export function findingPlace(finding: Finding, report: Report): FindingPlace {
  const { location, evidence, target, rule, container } = finding;
  const about: Partial<Target> & Pick<Target, "kind" | "name"> = report.targets.find(({ id }) => id === target) ?? {
    kind: "image",
    name: target,
  };
  if ("file" in location) {
    const { rendered } = about;
    // Its lines belong to rendered output, which is not a file: the reader is led to the source.
    if (rendered !== undefined && location.file === about.name)
      return { at: lineOf(fileOf(rendered), 1), within: [container, placeText(location)].filter(Boolean).join(", ") };
    return container === undefined ? { at: location } : { at: location, within: container };
  }
  const file = dockerfileOf(report);
  const line = evidence.flatMap((one) => (one.kind === "layer" ? (one.line ?? []) : []))[0];
  const within = `${target}: ${placeText(location)}`;
  if (file !== undefined) return { at: lineOf(file, line ?? 1), within };
  const at = lineOf(placeOfTarget(about), 1);
  return isFile(about) ? { at, within } : { at, within, identity: `${rule} ${at.file} ${steady(location)}` };
}

/** The place of a finding without line, tag and layer: it stays the same after the text moved or the image was renamed. */
export function steadyPlace(
  { location, target }: Pick<Finding, "location" | "target">,
  targets: Report["targets"],
): string {
  if ("file" in location) return location.file.replace(/^(?:\.\/)+/, "");
  return `${placeOfTarget(targets.find(({ id }) => id === target) ?? { kind: "image", name: target })} ${steady(location)}`;
}

/** `ghcr.io/team/app:1@sha256:…` -> `image/ghcr.io/team/app`, `sbom/…` for an SBOM; a running container is `container/NAME`, a file its own path. */
export function placeOfTarget(target: Pick<Target, "kind" | "name" | "rendered">): string {
  const { kind, name, rendered } = target;
  if (rendered !== undefined) return fileOf(rendered);
  if (isFile(target)) return name;
  const imagePath =
    kind === "image" || kind === "sbom" ? name.replace(/@sha\d+:.*$/s, "").replace(/:[^/:]*$/, "") : name;
  const parts = imagePath.split(/[/:\\]/).filter((part) => part !== "" && part !== "." && part !== "..");
  return [kind, ...parts].join("/");
}

function fileOf({ from, place = from }: Rendered): string {
  return place;
}

function isFile({ kind }: Pick<Target, "kind">): boolean {
  return kind !== "image" && kind !== "container" && kind !== "engine" && kind !== "sbom";
}

function lineOf(file: string, line: number): TextLocation {
  return { file, startLine: line, startColumn: 1, endLine: line, endColumn: 1 };
}

/** The report's only Dockerfile. */
function dockerfileOf({ harden, targets }: Report): string | undefined {
  const files = targets.flatMap(({ kind, id }) => (kind === "dockerfile" ? [id] : []));
  return harden?.original ?? (files.length === 1 ? files[0] : undefined);
}

/** Without the layer number, which changes between builds. */
function steady(location: Exclude<Finding["location"], TextLocation>): string {
  return "setting" in location ? location.setting : location.path;
}
