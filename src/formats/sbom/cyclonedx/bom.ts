import type { Sbom } from "../../../domain/image/sbom.ts";
import { entryBook } from "../entries.ts";
import { systemBook, systemOf } from "../system.ts";
import { listOf, objectOf, textOf, textsOf } from "../../json/values.ts";
import { componentOf, propertiesOf, type Component } from "./component.ts";
import { fromProperties } from "./properties.ts";
import { statementsOf } from "./statements.ts";

/** Newest version whose text was read: https://cyclonedx.org/specification/overview/ */
const newest = 7;

/** Reads an SBOM part by part, in any order, so that a large one is never in memory as a whole. */
export interface BomReader {
  metadata(value: unknown): void;
  component(value: unknown, where: string): void;
  dependency(value: unknown): void;
  composition(value: unknown): void;
  vulnerability(value: unknown, where: string): void;
  finish(head: { readonly specVersion: string; readonly serial: string | undefined; readonly form: string }): Sbom;
}

/** Components that are no packages, whatever they are called: nothing is known to be wrong with them. */
const noPackages: ReadonlySet<string> = new Set(["file", "container", "data", "platform", "cryptographic-asset"]);

/** Throws `Failure` (`bad-sbom`). */
export function bomReader(file: string): BomReader {
  const systems = systemBook();
  const entries = entryBook(file, systems);
  const refs = new Map<string, string>();
  const notes = new Set<string>();
  const vulnerabilities: { readonly value: unknown; readonly where: string }[] = [];
  let about: Component | undefined;
  let tools: readonly string[] = [];
  let created: string | undefined;

  function add(component: Component, location: string): void {
    for (const child of component.children) add(child.component, child.where);
    const { type, name, version, purl, ref } = component;
    if (type === "operating-system") {
      const prettyName = component.properties.get("syft:distro:prettyName") ?? component.description;
      const id = component.properties.get("syft:distro:id") ?? name;
      const release = component.properties.get("syft:distro:versionID") ?? version;
      systems.stated(systemOf(id, release, prettyName === undefined ? {} : { prettyName }));
      return;
    }
    if (purl === undefined && (noPackages.has(type) || isLockFile(component))) return;
    const { licenses, optional } = component;
    const extra = fromProperties(component);
    // Only our own SBOMs say that by `optional`; elsewhere it is a development dependency, which is installed.
    const optionalFields = optional && extra.declared === true ? { declared: true } : {};
    const packagePurl = entries.add({ name, version, purl, licenses, where: location, ...extra, ...optionalFields });
    if (packagePurl !== undefined && ref !== undefined) refs.set(ref, packagePurl);
  }

  return {
    metadata(value) {
      const metadata = objectOf(value);
      created = textOf(metadata["timestamp"]);
      tools = toolsOf(metadata["tools"]);
      if (metadata["component"] === undefined) return;
      about = componentOf(metadata["component"], "#/metadata/component");
      for (const child of about.children) add(child.component, child.where);
      // A project that is itself published may have vulnerabilities; an image is what the packages are in.
      if (about.purl !== undefined && about.version !== undefined && !/^pkg:(?:oci|docker|generic)\//.test(about.purl))
        add({ ...about, children: [] }, "#/metadata/component");
      for (const [name, text] of propertiesOf(objectOf(value)["properties"])) systemFromProperty(name, text);
    },
    component: (value, location) => add(componentOf(value, location), location),
    dependency() {},
    composition(value) {
      const aggregate = textOf(objectOf(value)["aggregate"]);
      const assemblies = textsOf(objectOf(value)["assemblies"]);
      if (aggregate?.startsWith("incomplete") === true && assemblies.length > 0)
        notes.add("The SBOM says of itself that it is incomplete: what it leaves out is not judged.");
    },
    vulnerability: (value, location) => void vulnerabilities.push({ value, where: location }),
    finish({ specVersion, serial, form }) {
      const minor = /^1\.(\d+)$/.exec(specVersion)?.[1];
      if (minor === undefined || Number(minor) > newest)
        notes.add(
          `The SBOM is of CycloneDX ${specVersion}, and 1.${newest} is the newest known here: what is new in it was left out.`,
        );
      const contents = entries.finish();
      const system = systems.finish();
      if (about?.ref !== undefined && about.purl !== undefined && !refs.has(about.ref)) refs.set(about.ref, about.purl);
      const lists = vulnerabilities.map(({ value, where }) =>
        statementsOf(value, { file, where, refs, created, author: undefined }),
      );
      for (const { note } of lists) if (note !== undefined) notes.add(note);
      return {
        format: `CycloneDX ${specVersion} ${form}`,
        ...(about === undefined ? {} : { subject: subjectOf(about) }),
        tools,
        ...(created === undefined ? {} : { created }),
        os: system.os,
        packages: contents.packages,
        notJudged: contents.notJudged,
        notes: [...system.notes, ...contents.notes, ...notes],
        statements: lists.flatMap(({ statement }) => statement ?? []),
        ...(serial === undefined ? {} : { serial }),
        refs,
      };
    },
  };

  /** Older syft wrote the distribution into the metadata. */
  function systemFromProperty(name: string, text: string): void {
    if (name === "syft:distro:id") systems.stated(systemOf(text, undefined));
  }
}

function subjectOf({ name, version, purl, ref, digest, properties }: Component): NonNullable<Sbom["subject"]> {
  const imageIds = ["hullproof:image:id", "aquasecurity:trivy:ImageID"].flatMap((key) => properties.get(key) ?? []);
  const imageDigest = version !== undefined && /^sha256:[0-9a-f]{64}$/.test(version) ? version : undefined;
  const ids = [name, purl, ref, digest, imageDigest, ...imageIds].filter(
    (id): id is string => id !== undefined && id !== "",
  );
  return { name, ...(version === undefined ? {} : { version }), ids: [...new Set(ids)] };
}

/** Trivy lists the lock files and programs in which it found packages among the components. */
function isLockFile({ properties }: Component): boolean {
  return properties.has("aquasecurity:trivy:Class") || properties.has("aquasecurity:trivy:Type");
}

/** Since 1.5 an object of components and services; before, a list. */
function toolsOf(value: unknown): readonly string[] {
  const toolList = Array.isArray(value) ? value : listOf(objectOf(value)["components"]);
  const names = toolList.flatMap((item) => {
    const tool = objectOf(item);
    const name = textOf(tool["name"]);
    return name === undefined ? [] : [[name, textOf(tool["version"])].filter((part) => part !== undefined).join(" ")];
  });
  return [...new Set(names)].sort();
}
