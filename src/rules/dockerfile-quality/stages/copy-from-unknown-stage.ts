import type { Stage } from "../../../facts/dockerfile/dockerfile.ts";
import { ofKeyword } from "../../../facts/dockerfile/by-keyword.ts";
import { copyFrom } from "../../../facts/dockerfile/copy-paths.ts";
import { lineOf, quote } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";
import { stageTree } from "../../../facts/dockerfile/stage-tree.ts";

/** Names of the stages before this one, as written. */
function stagesAbove(stages: readonly Stage[], { index }: Stage): readonly string[] {
  return stages.slice(0, index).flatMap(({ name }) => name ?? []);
}

/**
 * The stage that a misspelled name targets: one is a prefix or suffix of the other (`build`, `builder`), or one or two
 * letters differ.
 */
function closest(name: string, stages: readonly string[]): string | undefined {
  const plainName = plain(name);
  return stages.find((stage) => {
    const plainStage = plain(stage);
    const [short, long] = plainName.length < plainStage.length ? [plainName, plainStage] : [plainStage, plainName];
    return short.length >= 3 && (long.startsWith(short) || long.endsWith(short) || differ(short, long) <= 2);
  });
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_.]/g, "");
}

/** Letters that differ between the shared beginning and the shared end; long names are cut, a hostile file has thousands. */
function differ(short: string, long: string): number {
  if (long.length > 64) return Number.POSITIVE_INFINITY;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start++;
  let end = 0;
  while (end < short.length - start && short[short.length - 1 - end] === long[long.length - 1 - end]) end++;
  return long.length - start - end;
}

export default defineRule({
  id: "build/copy-from-unknown-stage",
  title: "COPY --from an undefined stage",
  why:
    "A name that no earlier stage has is taken as the name of an image: a stage that was renamed, or that stands further down, turns into a download of whatever a registry has under that name. " +
    "Name a stage above, or an image with its tag. A named context is fine: then the build's call says what it is (a note, since the file alone can't tell).",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: ["hadolint/DL3022"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM golang:1.25 AS build\nRUN go build -o /app\nFROM scratch\nCOPY --from=builder /app /app\n",
      good: "FROM golang:1.25 AS build\nRUN go build -o /app\nFROM scratch\nCOPY --from=build /app /app\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM scratch\nCOPY --from=1 /app /app\n",
      good: "FROM scratch\nCOPY --from=example/tools:2.1 /app /app\n",
    },
  ],
  *check({ dockerfile }) {
    for (const { stage, instruction: copy } of ofKeyword(dockerfile, "COPY")) {
      const from = copyFrom(copy);
      if (from === undefined || from.name.includes(":")) continue;
      const namedStage = stageTree(dockerfile).byName.get(from.name.toLowerCase())?.[0];
      // Its own name and number are another fault: build/copy-from-itself.
      if (namedStage !== undefined && namedStage.index <= stage.index) continue;
      const number = /^\d+/.exec(from.name)?.[0];
      if (number !== undefined && Number(number) <= stage.index) continue;
      const further = namedStage !== undefined || number === from.name;
      // With a slash it can only be an image; a plain name may be one, or a named context of the build.
      const image = /[/.]/.test(from.name);
      const like = further || image ? undefined : closest(from.name, stagesAbove(dockerfile.stages, stage));
      yield {
        message:
          namedStage !== undefined
            ? `\`${from.name}\` stands further down, in line ${lineOf(dockerfile, namedStage.from.span)}: here the name means an image`
            : number === from.name
              ? `there is no stage ${from.name} before this one`
              : image
                ? `\`${from.name}\` is an image without a tag: each build takes whatever is the newest`
                : like === undefined
                  ? `no stage above is called \`${from.name}\`: it is a context that the build is given (--build-context ${from.name}=...), or else an image without a tag`
                  : `no stage above is called \`${from.name}\`, but one is called \`${like}\`: without it the name means a named context or an image`,
        at: from.span,
        ...(!further && like === undefined && { severity: "info" as const }),
        evidence: [quote(dockerfile, copy.span)],
      };
    }
  },
});
