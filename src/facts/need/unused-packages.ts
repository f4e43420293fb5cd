import type { PackageNeeds } from "../../domain/image/package-need.ts";
import { lastPart } from "../../text/cut.ts";
import type { NeedImage } from "./need-image.ts";

/** Programs by package, of dpkg's packages that a complete trace shows to be unused. */
export type UnusedPackagesFact = ReadonlyMap<string, readonly string[]>;

/** Undefined without a complete trace: then nothing is known to be unused. */
export function unusedPackagesFact(image: NeedImage, needs: PackageNeeds): UnusedPackagesFact | undefined {
  if (!needs.complete) return undefined;
  const purls = new Map(
    needs.packages
      .filter(
        (need) => need.purl.startsWith("pkg:deb/") && (need.class === "unused" || need.class === "configure-only"),
      )
      .map(({ purl, name }) => [purl, name]),
  );
  const programs = new Map<string, string[]>([...purls.values()].map((name) => [name, []]));
  for (const row of image.withFacts) {
    const name = purls.get(image.ownerOf(row) ?? "");
    const path = image.pathOf(row);
    if (name !== undefined && /\/s?bin\//.test(path)) programs.get(name)?.push(lastPart(path));
  }
  return programs;
}
