import type { Located, SourceLocation, ContainerSpec, ContainerSpecs } from "../../domain/container/container-spec.ts";
import type { SpecChange } from "../../domain/container/spec-change.ts";
import type { Evidence } from "../../domain/finding/finding.ts";
import type { TextSpan } from "../../domain/finding/span.ts";
import type { Fix } from "../../domain/finding/fix.ts";
import { changeSpec } from "../../edits/change-spec.ts";
import type { Observation } from "../observation.ts";
import { quote, quoteLines, wholeLines } from "./evidence.ts";
import { spelled, type Setting } from "./spelling.ts";

type Evidences = readonly [Evidence, ...Evidence[]];

/**
 * Containers whose missing settings are reported: all of their settings are known, and they are no tool for a single
 * command.
 */
export function services({ containers }: ContainerSpecs): readonly ContainerSpec[] {
  return containers.filter(({ serves, fragment, unknown }) => serves && fragment !== true && unknown === undefined);
}

/** Those of `services` that do not run to completion. */
export function lastingServices(containers: ContainerSpecs): readonly ContainerSpec[] {
  return services(containers).filter(({ ends }) => ends !== true);
}

/**
 * Why a rule for `judgedContainers` skipped one of the containers; undefined if settings are unknown, which is another
 * reason.
 */
export function skippedByKind(
  { containers }: ContainerSpecs,
  judgedContainers: readonly ContainerSpec[],
): string | undefined {
  const wholeContainers = containers.filter(({ fragment }) => fragment !== true);
  if (wholeContainers.some(({ unknown }) => unknown !== undefined)) return undefined;
  const judgedSet = new Set(judgedContainers);
  const skipped = [
    ...new Set(wholeContainers.filter((container) => !judgedSet.has(container)).map(({ name }) => name)),
  ];
  if (skipped.length === 0) return undefined;
  const moreText = skipped.length > mostNamed ? ` and ${skipped.length - mostNamed} more` : "";
  return `needs a service: ${skipped.slice(0, mostNamed).join(", ")}${moreText} ${skipped.length === 1 ? "runs" : "run"} to completion`;
}

const mostNamed = 3;

/** A value of one kind with its container. */
export function each<Value>(
  { containers }: ContainerSpecs,
  read: (container: ContainerSpec) => readonly (Located<Value> | undefined)[],
): readonly { readonly container: ContainerSpec; readonly said: Located<Value> }[] {
  return containers.flatMap((container) =>
    read(container).flatMap((said) => (said === undefined ? [] : [{ container, said }])),
  );
}

export function isOn(located: Located<boolean> | undefined): boolean {
  return located?.value === true;
}

/** Location of a value with its name. */
export function placeOf({ at, whole }: Located<unknown>): Observation["at"] {
  return whole ?? at;
}

/** A value as text and as a setting. */
export function evidenceOf({ texts, containers }: ContainerSpecs, located: Located<unknown>): Evidences {
  const place = located.whole ?? located.at;
  const setting: Evidence = {
    kind: "setting",
    pointer: located.pointer,
    value: located.written ?? textOf(located.value),
  };
  if (!("span" in place)) return [setting];
  const text = texts.get(place.file) ?? "";
  const line = containers.find((container) => isRunLine(container) && holds(container.at, place));
  const span = wholeLines(text, place.span, line !== undefined && "span" in line.at ? line.at.span : undefined);
  const { file } = place;
  return [quote({ file, text }, span), setting];
}

/** Start of a container, and its missing settings. */
export function lackOf(containers: ContainerSpecs, container: ContainerSpec, lacking: Setting): Evidences {
  return [
    beginOf(containers, container),
    { kind: "setting", pointer: spelled(container, lacking).replace(/: (?:true|false)$/, ""), value: "not set" },
  ];
}

export function beginOf(
  { texts }: Pick<ContainerSpecs, "texts">,
  { at, name }: Pick<ContainerSpec, "at" | "name">,
): Evidence {
  if (!("span" in at)) return { kind: "setting", pointer: at.setting, value: name };
  const text = texts.get(at.file) ?? "";
  return quoteLines({ file: at.file, text }, at.span);
}

function isRunLine({ dialect }: ContainerSpec): boolean {
  return dialect === "docker" || dialect === "podman" || dialect === "nerdctl";
}

function holds(outer: SourceLocation, { file, span }: TextSpan): boolean {
  return "span" in outer && outer.file === file && outer.span.start <= span.start && span.end <= outer.span.end;
}

/** A part of a value, for a message; hides a value from outside of the file. */
export function visiblePart({ hidden, written }: Located<unknown>, part: string): string {
  return hidden === true ? (written ?? "a variable") : part;
}

/** A setting as its dialect writes it: `--user 0`, `user: "0"`, `User=0`. */
export function asWritten({ dialect, name }: ContainerSpec, located: Located<unknown>): string {
  const { pointer, written, flag } = located;
  const value = written ?? textOf(located.value);
  switch (dialect) {
    case "docker":
    case "podman":
    case "nerdctl":
      return located.whole === undefined && located.value === true ? pointer : `${pointer} ${value}`;
    case "compose":
      return `${pointer.startsWith(`services.${name}.`) ? pointer.slice(`services.${name}.`.length) : pointer}: ${value}`;
    case "kubernetes":
      return `${kubernetesKey(pointer)}: ${value}`;
    case "quadlet":
      if (flag !== undefined) return `PodmanArgs=${located.value === true ? flag : `${flag}=${value}`}`;
      return `${pointer.slice(pointer.lastIndexOf(".") + 1)}=${value}`;
    default:
      return `${pointer}=${value}`;
  }
}

/** `privileged`; of an item of a list its list, `capabilities.add`. */
function kubernetesKey(pointer: string): string {
  const [key = "", list = key] = pointer.split(".").toReversed();
  const at = key.indexOf("[");
  return at === -1 ? key : `${list}.${key.slice(0, at)}`;
}

/** A change that a rule offers; nothing where the dialect can't make it. */
export function fixOf(
  containers: ContainerSpecs,
  container: ContainerSpec,
  change: SpecChange,
  fix: Pick<Fix, "title" | "applicability">,
): Pick<Observation, "fix" | "notFixed"> {
  const changed = changeSpec(containers, container, change);
  return "edits" in changed ? { fix: { ...fix, ...changed } } : { notFixed: { ...fix, reason: changed.refused } };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
