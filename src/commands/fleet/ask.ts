import { buildCommand } from "@stricli/core";
import { Failure } from "../../domain/failure.ts";
import type { CliContext } from "../cli-context.ts";
import { formatFlag, textFlag } from "../flags.ts";
import { folderFlag } from "./fleet-flags.ts";
import { serverFlag, showAnswer, type AskFlags, type AskedQuestion } from "./show-answer.ts";

interface Flags extends AskFlags {
  readonly vulnerability?: string;
  readonly package?: string;
  readonly version?: string;
  readonly image?: string;
  readonly changedSince?: string;
  readonly after?: string;
}

export const askFleetCommand = buildCommand<Flags, [], CliContext>({
  docs: {
    brief: "Ask a fleet which images have a vulnerability or a package, or what changed",
    fullDescription: [
      "Asks the API of the fleet that runs here, or at --server. Each answer says of when it is and how many images are not read.",
      "",
      "Example:  hullproof fleet ask --vulnerability CVE-2021-44228",
      "          hullproof fleet ask --package log4j-core --version '<2.17.1' --format csv",
      "          hullproof fleet ask --image registry.example/team/app:1",
      "          hullproof fleet ask --changed-since 2026-12-01",
      "",
      "Exit 0: answered. 2: it could not be asked.",
    ].join("\n"),
  },
  parameters: {
    positional: { kind: "tuple", parameters: [] },
    flags: {
      vulnerability: textFlag("Images that have it, by any of its names.", "CVE"),
      package: textFlag("Images that have a package, by its name or purl.", "NAME|PURL"),
      version: textFlag("With --package: a range such as '<2.17.1' or '>=1.0 <2'.", "RANGE"),
      image: textFlag("What is in an image, by its name or digest.", "REF"),
      changedSince: textFlag("What changed since a time: 2026-12-01, 2026-12-01T09:00:00Z.", "TIME"),
      after: textFlag("The next page: `next` of the answer before.", "KEY"),
      format: formatFlag(["terminal", "json", "csv"]),
      server: serverFlag,
      folder: folderFlag,
    },
  },
  func(flags) {
    return showAnswer(this, flags, questionOf(flags));
  },
});

function questionOf({ vulnerability, package: name, version, image, changedSince, after }: Flags): AskedQuestion {
  const asked = [vulnerability, name, image, changedSince].filter((value) => value !== undefined);
  if (asked.length !== 1)
    throw new Failure("bad-usage", asked.length === 0 ? "nothing is asked" : "one thing can be asked at a time", {
      hint: "Name --vulnerability, --package, --image or --changed-since.",
    });
  if (version !== undefined && name === undefined)
    throw new Failure("bad-usage", "--version requires --package", { hint: "Name the package: --package NAME" });
  if (vulnerability !== undefined)
    return {
      question: "vulnerability",
      path: `/vulnerabilities/${encodeURIComponent(vulnerability)}`,
      query: { after },
    };
  if (name !== undefined)
    return {
      question: "packages",
      path: "/packages",
      query: { [name.startsWith("pkg:") ? "purl" : "name"]: name, version, after },
    };
  if (image !== undefined) return { question: "image", path: "/images", image, query: {} };
  return { question: "changes", path: "/changes", query: { since: changedSince, after } };
}
