import { badSbom } from "./bad-sbom.ts";
import { entryBook } from "./entries.ts";
import type { JsonObject } from "../json/json-document.ts";
import type { SbomFormat } from "./sbom-format.ts";
import { ofSourceRpm, type SourcePackage } from "./source-package.ts";
import { systemBook, systemOf } from "./system.ts";
import { listOf, objectOf, textOf } from "../json/values.ts";

/** Syft's own JSON, which says more than what it writes in either standard (https://github.com/anchore/syft/tree/main/schema/json). */
const syftJson: SbomFormat = {
  name: "syft JSON",
  recognises: ({ json }) => json?.keys.includes("artifacts") === true && isSyft(json.value("descriptor")),
  read({ name, json }) {
    if (json === undefined) throw badSbom(name, "it is not a JSON object");
    const systems = systemBook();
    const entries = entryBook(name, systems);
    const refs = new Map<string, string>();
    const distro = objectOf(json.value("distro"));
    const id = textOf(distro["id"]) ?? textOf(distro["name"]);
    const prettyName = textOf(distro["prettyName"]);
    const release = textOf(distro["versionID"]) ?? textOf(distro["version"]) ?? textOf(distro["versionCodename"]);
    if (id !== undefined) systems.stated(systemOf(id, release, prettyName === undefined ? {} : { prettyName }));
    for (const { value, where } of json.items("artifacts")) {
      const artifact = objectOf(value);
      const version = textOf(artifact["version"]);
      const path = textOf(objectOf(listOf(artifact["locations"])[0])["path"]);
      const source = sourceOf(objectOf(artifact["metadata"]), version);
      const packagePurl = entries.add({
        name: textOf(artifact["name"]) ?? "",
        version,
        purl: textOf(artifact["purl"]),
        where,
        ...(source === undefined ? {} : { source }),
        ...(path === undefined ? {} : { path }),
      });
      const ref = textOf(artifact["id"]);
      if (packagePurl !== undefined && ref !== undefined) refs.set(ref, packagePurl);
    }
    const subject = objectOf(json.value("source"));
    const about = objectOf(subject["metadata"]);
    const title = textOf(subject["name"]) ?? textOf(about["userInput"]);
    const ids = [title, textOf(about["userInput"]), textOf(about["imageID"]), textOf(about["manifestDigest"])];
    const contents = entries.finish();
    const system = systems.finish();
    return {
      format: "syft JSON",
      ...(title === undefined
        ? {}
        : { subject: { name: title, ids: [...new Set(ids.filter((subjectId) => subjectId !== undefined))] } }),
      tools: [
        ["syft", textOf(objectOf(json.value("descriptor"))["version"])].filter((part) => part !== undefined).join(" "),
      ],
      os: system.os,
      packages: contents.packages,
      notJudged: contents.notJudged,
      notes: [...system.notes, ...contents.notes],
      statements: [],
      refs,
    };
  },
};
export default syftJson;

function isSyft(descriptor: unknown): boolean {
  return textOf(objectOf(descriptor)["name"]) === "syft";
}

function sourceOf(metadata: JsonObject, version: string | undefined): SourcePackage | undefined {
  const rpm = textOf(metadata["sourceRpm"]);
  if (rpm !== undefined) return ofSourceRpm(rpm);
  const name = textOf(metadata["source"]) ?? textOf(metadata["originPackage"]);
  const sourceVersion = textOf(metadata["sourceVersion"]) ?? version;
  return name === undefined || sourceVersion === undefined ? undefined : { name, version: sourceVersion };
}
