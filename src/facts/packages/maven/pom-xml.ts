import { ownValue } from "../../../domain/own-value.ts";
import { coordinatesOf } from "./coordinates.ts";
import type { Coordinates } from "./coordinates.ts";

export interface Pom {
  /** Absent where a part is filled in by a parent that the archive does not carry. */
  readonly coordinates?: Coordinates;
  readonly licenses: readonly string[];
  /** `group:artifact` of what it needs at run time; dependencies of tests, of the container (`provided`) and optional ones are left out. */
  readonly dependsOn: readonly string[];
}

/** Deeper elements are those of plugins' settings. */
const deepest = 64;
const mostItems = 10_000;

/** Coordinates, licenses and dependencies of a `pom.xml` (Maven, "POM Reference"). Damaged XML is read up to the damage. */
export function readPomXml(xml: string): Pom {
  const values = new Map<string, string>();
  const licenses: string[] = [];
  const dependencies: Map<string, string>[] = [];
  for (const { path, text } of elementsOf(xml)) {
    if (path === "project/dependencies/dependency" && dependencies.length < mostItems) dependencies.push(new Map());
    if (path.startsWith("project/dependencies/dependency/")) {
      dependencies.at(-1)?.set(path.slice("project/dependencies/dependency/".length), text);
    } else if (path === "project/licenses/license/name") {
      if (text !== "" && text.length <= 200 && licenses.length < 20) licenses.push(text);
    } else if (/^project\/(?:groupId|artifactId|version|parent\/\w+)$/.test(path)) {
      values.set(path.slice("project/".length), text);
    }
  }
  const groupId = values.get("groupId") ?? values.get("parent/groupId");
  const coordinates = coordinatesOf({
    groupId,
    artifactId: values.get("artifactId"),
    version: values.get("version") ?? values.get("parent/version"),
  });
  const dependsOn = dependencies
    .filter(
      (dependency) =>
        /^(?:compile|runtime)?$/.test(dependency.get("scope") ?? "") && dependency.get("optional") !== "true",
    )
    .flatMap((dependency) => {
      const group = dependency.get("groupId")?.replace(/^\$\{(?:project|pom)\.groupId\}$/, groupId ?? "");
      const whole = coordinatesOf({ groupId: group, artifactId: dependency.get("artifactId"), version: "0" });
      return whole === undefined ? [] : [`${whole.groupId}:${whole.artifactId}`];
    });
  return { ...(coordinates === undefined ? {} : { coordinates }), licenses, dependsOn: [...new Set(dependsOn)] };
}

/** Every element at its start, by its path, with the text that follows its start tag. Comments, CDATA and declarations are skipped. */
function* elementsOf(xml: string): Generator<{ readonly path: string; readonly text: string }> {
  const open: string[] = [];
  for (let at = xml.indexOf("<"); at !== -1; at = xml.indexOf("<", at)) {
    const end = endOfMarkup(xml, at);
    if (end === -1) return;
    const first = xml[at + 1];
    if (first === "/") open.pop();
    else if (first !== "!" && first !== "?") {
      const name = /^[\w:.-]+/.exec(xml.slice(at + 1, Math.min(end, at + 129)))?.[0] ?? "";
      if (open.length >= deepest) return;
      const next = xml.indexOf("<", end);
      yield {
        path: [...open, name].join("/"),
        text: plainText(xml.slice(end, Math.min(next === -1 ? xml.length : next, end + 1000))),
      };
      if (xml[end - 2] !== "/") open.push(name);
    }
    at = end;
  }
}

function endOfMarkup(xml: string, at: number): number {
  const [closing, length] = xml.startsWith("<!--", at)
    ? (["-->", 3] as const)
    : xml.startsWith("<![CDATA[", at)
      ? (["]]>", 3] as const)
      : ([">", 1] as const);
  const end = xml.indexOf(closing, at);
  return end === -1 ? -1 : end + length;
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function plainText(text: string): string {
  return text
    .trim()
    .replaceAll(/\s+/g, " ")
    .replaceAll(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => ownValue(entities, name) ?? whole);
}
