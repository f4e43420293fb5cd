import type { Fix } from "../../../domain/finding/fix.ts";
import type { RunFlag, RunLine, RunLines } from "../../../domain/dockerfile/run-line.ts";
import { ofRunLine } from "../../../dialects/run-line/read.ts";
import { neverGranted } from "./capability-drops.ts";
import { quote, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";
import { flagsOf, setting, spanWithGap } from "./listed-flags.ts";

export default defineRule({
  id: "capabilities/comma-list",
  title: "Comma list in --cap-drop or --cap-add",
  why:
    "Docker's --cap-drop and --cap-add take one capability each. A comma list is taken for the name of one capability that no one knows, " +
    "and the container does not start at all: exit code 125 on Docker 26.1. Write one flag for each capability.",
  severity: "error",
  needs: ["runLines"],
  premise: { kind: "refusal", by: "the engine", words: ["unknown capability"] },
  fix: "safe",
  whySafe:
    "Docker takes the comma list for the name of one capability and refuses to start the container, so the fix changes no running one. Offered as safe for --cap-drop with plain names in a whole line of which no word can become several: a variable before the list may be the image, and the list then an argument of its program. Each name is dropped by a flag of its own, and left out where the container never has that capability. A list in --cap-add would grant what no container had before and is suggested only.",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --cap-drop=CHOWN,SETUID --cap-drop NET_RAW,MKNOD example/report:1.4 --all\n",
      good: "docker run --rm --cap-drop=CHOWN --cap-drop=SETUID --cap-drop NET_RAW --cap-drop MKNOD example/report:1.4 --all\n",
    },
  ],
  *check({ runLines }) {
    let isOpen = false;
    for (const { line, flag } of flagsOf(runLines, "cap-drop", "cap-add")) {
      const { value = "" } = flag;
      if (line.program !== "docker" || !value.includes(",")) continue;
      // Flags alone may be Podman's, whose lists have commas.
      if (line.kind === "flags" && /podman/i.test(runLines.text)) {
        isOpen = true;
        continue;
      }
      const fix = oneFlagEach(runLines, line, flag);
      yield {
        message: `\`--${flag.name}\` takes one capability; the engine refuses \`${value}\` as one unknown capability and the container does not start (exit code 125)`,
        at: flag.span,
        evidence: [
          quote(runLines, flag.span),
          setting(flag),
          reference(
            `invalid ${flag.name === "cap-add" ? "CapAdd" : "CapDrop"}: unknown capability: "CAP_${value.toUpperCase()}"`,
            "run on Docker 26.1.5",
          ),
        ],
        ...(fix && { fix }),
      };
    }
    return isOpen ? "flags without a command, on a page that speaks of Podman, may be for Podman" : undefined;
  },
});

/** Names that were never granted are left out where the whole line is known: they would be the next finding. */
function oneFlagEach(fact: RunLines, line: RunLine, flag: RunFlag): Fix | undefined {
  const names = (flag.value ?? "").split(",").map((name) => name.trim());
  const written = names.filter((name) => name !== "");
  if (written.some((name) => !/^\w+$/.test(name))) return undefined;
  const drop = flag.name === "cap-drop";
  const container = ofRunLine(fact, line);
  const { unknown, fragment, maySplit } = container;
  const allKnown = unknown === undefined && fragment !== true && maySplit !== true;
  const kept = drop && allKnown ? written.filter((name) => neverGranted(container, name) === undefined) : written;
  const between = /=/.test(fact.text.slice(flag.span.start, flag.valueSpan?.start)) ? "=" : " ";
  const text = kept.map((name) => `--${flag.name}${between}${name}`).join(" ");
  const span = text === "" ? spanWithGap(fact, flag) : flag.span;
  return {
    title: "One flag for each capability",
    applicability: drop && allKnown ? "safe" : "suggested",
    edits: [{ file: fact.file, span, text }],
  };
}
