import type { SbomContents } from "../../domain/image/image-info.ts";
import type { PackageExtract } from "./ecosystem.ts";

type Nameless = NonNullable<SbomContents["withoutVersion"]>[number];

export interface NamelessBook {
  /** Notes what a file is, when no one owns the file. */
  note(file: { readonly path: string; readonly layer: number; readonly value: PackageExtract }): void;
  /** Programs whose version no other file gives, each once by name and layer. */
  rest(named: ReadonlySet<string>): readonly Nameless[];
}

/** Collects programs whose files do not reveal a version. */
export function namelessBook(): NamelessBook {
  const programs = new Map<string, Nameless>();
  return {
    note({ path, layer, value }) {
      for (const { name, reason } of value.withoutVersion ?? []) {
        const key = `${name}\n${layer}`;
        const previousProgram = programs.get(key);
        if (previousProgram === undefined || path < previousProgram.path)
          programs.set(key, { name, path, layer, reason });
      }
    },
    rest: (packageNames) =>
      [...programs.values()]
        .filter(({ name }) => !packageNames.has(name))
        .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.layer - b.layer)),
  };
}

/** Why it can't be looked up, and what would help; sentences without a full stop. */
export function withoutVersionTexts({ withoutVersion = [] }: Pick<SbomContents, "withoutVersion">): readonly string[] {
  return withoutVersion.map(
    ({ name, path, layer, reason }) =>
      `vulnerabilities of ${name} (${path} of layer ${layer}), ${reason}: tell it in an SBOM in the image (\`*.cdx.json\`, \`*.spdx.json\`), which is read`,
  );
}
