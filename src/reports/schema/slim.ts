import { z } from "zod";
import { needClasses } from "../../domain/image/package-need.ts";
import { bytes, list, maybe, text } from "../../schema/shapes.ts";

const slimPackage = z.object({ name: text, purl: text, class: z.enum(needClasses), bytes }).meta({ id: "SlimPackage" });

const unopenedModule = z
  .object({
    name: text,
    purl: text,
    path: text,
    bytes,
    status: z
      .enum(["declared", "development", "undeclared"])
      .describe("what asks for it: a project, only its development, or nothing"),
  })
  .meta({ id: "UnopenedModule" });

/** What `harden --slim` removed, or would try to remove. */
export const slim = z
  .object({
    status: z.enum(["removed", "available", "none"]).describe("available: without --slim, what it would try"),
    reason: maybe(text).describe("why nothing leaves"),
    packages: list(slimPackage).describe("what left, or could"),
    witnesses: list(z.object({ name: text, bytes, problem: text })).describe("packages whose removal broke something"),
    notExercised: list(slimPackage).describe("packages that stay and were never opened, the largest first"),
    modules: list(unopenedModule).describe("packages of npm and PyPI without an opened file; never removed here"),
    lost: list(text).describe("scripts, names of libraries and links that lead nowhere now"),
    probes: list(text).describe("questions beside the workload that both images answered equally"),
    folders: list(text).describe("folders in a separate layer"),
    bytes: maybe(
      z.object({ before: bytes, after: bytes, application: bytes.describe("what a change of the application sends") }),
    ),
    vulnerabilities: maybe(
      z.object({
        removed: list(text).describe("their code is gone"),
        hidden: list(text).describe("only their record is gone"),
      }),
    ),
    hiddenPackages: maybe(list(text)).describe("purls of packages without a record whose files are there"),
  })
  .meta({ id: "SlimResult" });
