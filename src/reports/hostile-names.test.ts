import { describe, expect, it } from "vitest";
import { poison } from "../../test/reports/poison.ts";
import { checkReport } from "../../test/reports/sample-report.ts";
import { guardText } from "./content/guard-text.ts";
import { formats } from "./index.ts";

/** What a CI system would carry out of a log: Azure's agent looks anywhere in a line, GitHub's runner at its beginning. */
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

describe.each(formats.filter(({ suits }) => suits.includes("check")))("a hostile file name in $name", (listed) => {
  it.each(["a]##vso[task.setvariable variable=PATH]x%0A::error::", "\n::add-mask::x\n##[command]y"])(
    "%j is no command",
    async (venom) => {
      const format = await listed.load();
      if (format.shows === "contents") return;
      const text = format.render(poison(checkReport, venom), { colour: false, width: 80 });
      for (const found of commandsIn(guardText(text, listed.syntax)))
        expect(found).toMatch(own[listed.name] ?? /^never$/);
    },
  );
});
