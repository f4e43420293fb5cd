import type { FoundPackage } from "../ecosystem.ts";
import { sourceOf } from "./package-of.ts";

/**
 * The list that images without a database carry instead (Azure Linux and CBL-Mariner, distroless): one package a line, tabs between
 * name, version-release, two times, vendor, epoch, size, architecture, epoch as a number, source package.
 */
export function manifestPackages(text: string): readonly FoundPackage[] {
  return text.split("\n").flatMap((line) => {
    const [name = "", version = "", , , , epoch = "", , arch = "", , upstream = ""] = line.trimEnd().split("\t");
    if (name === "" || name === "gpg-pubkey") return [];
    if (version === "") throw new Error("a line of it has no version");
    const source = sourceOf(upstream);
    const qualifiers = { arch, epoch, upstream: source === undefined ? "" : upstream };
    return {
      name,
      version,
      qualifiers: Object.fromEntries(
        Object.entries(qualifiers).filter(([, value]) => value !== "" && value !== "(none)"),
      ),
      source: source ?? { name, version },
    };
  });
}
