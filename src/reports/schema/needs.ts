import { z } from "zod";
import { needClasses } from "../../domain/image/package-need.ts";
import { bytes, count, list, maybe, text } from "../../schema/shapes.ts";

const evidence = z
  .object({
    how: text.describe(
      "reads, starts, calls, interpreter, link, links, note, text, folder, shell, license, requires, depends, configures, rule",
    ),
    from: text,
    to: text,
    via: maybe(text).describe("purl of the package that owns `from`: its own evidence continues the chain"),
  })
  .meta({ id: "NeedEvidence" });

/** Why each package stays or may go. */
export const needs = z
  .object({
    complete: z.boolean().describe("whether a package without use may be called unused"),
    reason: text,
    packages: list(
      z.object({
        purl: text,
        name: text,
        class: z.enum(needClasses),
        evidence: list(evidence),
        files: maybe(count),
        bytes: maybe(bytes),
        opened: count.describe("its files that the workload opened"),
      }),
    ).describe("the strongest class first, the largest package first"),
  })
  .meta({ id: "PackageNeeds" });
