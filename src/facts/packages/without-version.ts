import type { ImageContents } from "../../domain/image/image-info.ts";
import type { PackageExtract } from "./ecosystem.ts";

type Nameless = NonNullable<ImageContents["withoutVersion"]>[number];

export interface NamelessBook {
  /** Notes what a file is, when no one owns the file. */
  note(file: { readonly path: string; readonly layer: number; readonly value: PackageExtract }): void;
  /** Those that no other file tells the version of, each once by name and layer. */
  rest(named: ReadonlySet<string>): readonly Nameless[];
}

/** Programs whose version nothing in their files tells. */
export function namelessBook(): NamelessBook {
  const found = new Map<string, Nameless>();
  return {
    note({ path, layer, value }) {
      for (const { name, reason } of value.withoutVersion ?? []) {
        const key = `${name}\n${layer}`;
        const before = found.get(key);
        if (before === undefined || path < before.path) found.set(key, { name, path, layer, reason });
      }
    },
    rest: (named) =>
      [...found.values()]
        .filter(({ name }) => !named.has(name))
        .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.layer - b.layer)),
  };
}

/** What no one can look up, and what would let it be; sentences without their full stop. */
export function withoutVersionTexts({ withoutVersion = [] }: Pick<ImageContents, "withoutVersion">): readonly string[] {
  return withoutVersion.map(
    ({ name, path, layer, reason }) =>
      `vulnerabilities of ${name} (${path} of layer ${layer}), ${reason}: tell it in an SBOM in the image (\`*.cdx.json\`, \`*.spdx.json\`), which is read`,
  );
}
