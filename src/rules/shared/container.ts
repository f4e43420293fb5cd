import type {
  Located,
  SourceLocation,
  WrittenContainer,
  WrittenContainers,
} from "../../domain/container-spec/written-container.ts";
import type { SpecChange } from "../../domain/container-spec/spec-change.ts";
import type { Evidence } from "../../domain/finding/finding.ts";
import type { TextSpan } from "../../domain/finding/span.ts";
import type { Fix } from "../../domain/finding/fix.ts";
import { changeSpec } from "../../edits/container-spec/change-spec.ts";
import type { Observation } from "../observation.ts";
import { quote, quoteLines, wholeLines } from "./evidence.ts";
import { spelled, type Setting } from "./spelling.ts";

type Evidences = readonly [Evidence, ...Evidence[]];

/** Containers that are asked for what they lack: all that is said of them is known, and they are no tool that someone starts for one command. */
export function services({ containers }: WrittenContainers): readonly WrittenContainer[] {
  return containers.filter(({ serves, fragment, unknown }) => serves && fragment !== true && unknown === undefined);
}

/** Those of `services` that do not run to completion. */
export function lastingServices(containers: WrittenContainers): readonly WrittenContainer[] {
  return services(containers).filter(({ ends }) => ends !== true);
}

/** Why a rule that asks only `judged` did not judge one of the containers; undefined where their settings are not known, which says more. */
export function skippedByKind(
  { containers }: WrittenContainers,
  judged: readonly WrittenContainer[],
): string | undefined {
  const all = containers.filter(({ fragment }) => fragment !== true);
  if (all.some(({ unknown }) => unknown !== undefined)) return undefined;
  const asked = new Set(judged);
  const skipped = [...new Set(all.filter((one) => !asked.has(one)).map(({ name }) => name))];
  if (skipped.length === 0) return undefined;
  const more = skipped.length > mostNamed ? ` and ${skipped.length - mostNamed} more` : "";
  return `needs a service: ${skipped.slice(0, mostNamed).join(", ")}${more} ${skipped.length === 1 ? "runs" : "run"} to completion`;
}

const mostNamed = 3;

/** One kind of value with the container that says it. */
export function each<Value>(
  { containers }: WrittenContainers,
  read: (container: WrittenContainer) => readonly (Located<Value> | undefined)[],
): readonly { readonly container: WrittenContainer; readonly said: Located<Value> }[] {
  return containers.flatMap((container) =>
    read(container).flatMap((said) => (said === undefined ? [] : [{ container, said }])),
  );
}

export function isOn(said: Located<boolean> | undefined): boolean {
  return said?.value === true;
}

/** Where a reader finds what is said: the value with its name. */
export function placeOf({ at, whole }: Located<unknown>): Observation["at"] {
  return whole ?? at;
}

/** What is said, as its text has it and as a setting. */
export function evidenceOf({ texts, containers }: WrittenContainers, said: Located<unknown>): Evidences {
  const place = said.whole ?? said.at;
  const setting: Evidence = {
    kind: "setting",
    pointer: said.pointer,
    value: said.written ?? textOf(said.value),
  };
  if (!("span" in place)) return [setting];
  const text = texts.get(place.file) ?? "";
  const line = containers.find((one) => isRunLine(one) && holds(one.at, place));
  const span = wholeLines(text, place.span, line !== undefined && "span" in line.at ? line.at.span : undefined);
  const { file } = place;
  return [quote({ file, text }, span), setting];
}

/** Where a container begins, and what it does not say. */
export function lackOf(containers: WrittenContainers, container: WrittenContainer, lacking: Setting): Evidences {
  return [
    beginOf(containers, container),
    { kind: "setting", pointer: spelled(container, lacking).replace(/: (?:true|false)$/, ""), value: "not set" },
  ];
}

export function beginOf(
  { texts }: Pick<WrittenContainers, "texts">,
  { at, name }: Pick<WrittenContainer, "at" | "name">,
): Evidence {
  if (!("span" in at)) return { kind: "setting", pointer: at.setting, value: name };
  const text = texts.get(at.file) ?? "";
  return quoteLines({ file: at.file, text }, at.span);
}

function isRunLine({ dialect }: WrittenContainer): boolean {
  return dialect === "docker" || dialect === "podman" || dialect === "nerdctl";
}

function holds(outer: SourceLocation, { file, span }: TextSpan): boolean {
  return "span" in outer && outer.file === file && outer.span.start <= span.start && span.end <= outer.span.end;
}

/** A part of what is said, for a message; a value that is not the file's own is not shown. */
export function shown({ hidden, written }: Located<unknown>, part: string): string {
  return hidden === true ? (written ?? "a variable") : part;
}

/** A setting as its dialect writes it: `--user 0`, `user: "0"`, `User=0`. */
export function asWritten({ dialect, name }: WrittenContainer, said: Located<unknown>): string {
  const { pointer, written, flag } = said;
  const value = written ?? textOf(said.value);
  switch (dialect) {
    case "docker":
    case "podman":
    case "nerdctl":
      return said.whole === undefined && said.value === true ? pointer : `${pointer} ${value}`;
    case "compose":
      return `${pointer.startsWith(`services.${name}.`) ? pointer.slice(`services.${name}.`.length) : pointer}: ${value}`;
    case "kubernetes":
      return `${kubernetesKey(pointer)}: ${value}`;
    case "quadlet":
      if (flag !== undefined) return `PodmanArgs=${said.value === true ? flag : `${flag}=${value}`}`;
      return `${pointer.slice(pointer.lastIndexOf(".") + 1)}=${value}`;
    case "engine":
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
  containers: WrittenContainers,
  container: WrittenContainer,
  change: SpecChange,
  fix: Pick<Fix, "title" | "applicability">,
): Pick<Observation, "fix" | "notFixed"> {
  const changed = changeSpec(containers, container, change);
  return "edits" in changed ? { fix: { ...fix, ...changed } } : { notFixed: { ...fix, reason: changed.refused } };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
