import { describe, expect, it } from "vitest";
import { poison } from "../../test/reports/poison.ts";
import { inspectReport } from "../../test/reports/sample-full-image.ts";
import { checkReport, hardenReport } from "../../test/reports/sample-report.ts";
import { hostileScan } from "../../test/reports/sample-scan.ts";
import type { Report } from "../domain/report/report.ts";
import { guardText } from "./content/guard-text.ts";
import type { Verb } from "./format.ts";
import { formats } from "./index.ts";

/** Commands that a CI system would execute from a log: Azure's agent searches anywhere in a line, GitHub's runner at its start. */
function commandsIn(text: string): string[] {
  return text
    .split(/\r\n|\r|\n/)
    .flatMap((line) => [
      ...[...line.matchAll(/##(?:vso)?\[[^\]\s]*/gi)].map(([found]) => found.toLowerCase()),
      ...[...line.matchAll(/^\s*::([a-z-]+)[^:]*::/gi)].map(([, name = ""]) => name),
    ]);
}

const own: Readonly<Record<string, RegExp>> = {
  azure: /^##vso\[task\.logissue$/,
  github: /^(?:error|warning|notice)$/,
};

/** Each verb's report with a hostile text in each field, in each format of the verb. */
const samples: Readonly<Partial<Record<Verb, (venom: string) => Report>>> = {
  check: (venom) => poison(checkReport, venom),
  // Includes the image, which an SBOM shows.
  scan: (venom) => ({ ...poison(inspectReport, venom), ...hostileScan(venom) }),
  harden: (venom) => poison(hardenReport, venom),
  inspect: (venom) => poison(inspectReport, venom),
};
const pairs = formats.flatMap((listed) =>
  Object.entries(samples).flatMap(([verb, made]) =>
    listed.suits.includes(verb as Verb) ? [{ verb, name: listed.name, listed, made }] : [],
  ),
);

describe.each(pairs)("a hostile file name in $name of $verb", ({ listed, made }) => {
  it.each(["a]##vso[task.setvariable variable=PATH]x%0A::error::", "\n::add-mask::x\n##[command]y"])(
    "prints no command for %j",
    async (venom) => {
      const format = await listed.load();
      const text = format.render(made(venom), { colour: false, width: 80, author: venom, product: "pkg:oci/app" });
      for (const found of commandsIn(guardText(text, listed.syntax)))
        expect(found).toMatch(own[listed.name] ?? /^never$/);
    },
  );
});
