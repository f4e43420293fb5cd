import { removeInstruction } from "../../domain/edit.ts";
import { copyTargets, isJustBefore, isWithin, ownerOf, tidy } from "../copy-targets.ts";
import { lineOf, quote, reference } from "../evidence.ts";
import { isKnownOwner } from "../non-root/users.ts";
import { defineRule } from "../rule.ts";
import { argumentsOf, isRun, type Run } from "../runs.ts";

export default defineRule({
  id: "layers/chown-after-copy",
  title: "Owner changed in a layer after the copy",
  why:
    "A changed owner is a changed file, and a changed file is stored whole in the new layer: every byte that was copied ships twice. " +
    "Measured with 40 MB of files: 188.9 MB against 147.0 MB with `COPY --chown`.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "proven",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\nCOPY app /srv/app\nRUN chown -R 10001:10001 /srv/app\nUSER 10001:10001\n",
      good: "FROM python:3.13-slim\nCOPY --chown=10001:10001 app /srv/app\nUSER 10001:10001\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nWORKDIR /app\nRUN useradd --system app\nCOPY . .\nRUN chown -R app:app /app\nUSER app\n",
      good: "FROM debian:trixie-slim\nWORKDIR /app\nRUN useradd --system app\nCOPY --chown=app:app . .\nUSER app\n",
    },
  ],
  *check({ dockerfile }) {
    for (const stage of dockerfile.stages) {
      const places = copyTargets(stage);
      for (const run of stage.instructions.filter(isRun)) {
        for (const { owner, path, span, alone } of chownsOf(run)) {
          const copies = places.filter(
            ({ copy, target }) => copy.span.start < run.span.start && isWithin(target, path) && ownerOf(copy) !== owner,
          );
          const last = copies.at(-1);
          if (last === undefined) continue;
          const movable =
            alone &&
            copies.length === 1 &&
            last.target === path &&
            ownerOf(last.copy) === undefined &&
            isJustBefore(stage, last.copy, run) &&
            isKnownOwner(owner, stage, last.copy);
          yield {
            message: `chown -R stores a second copy of what line ${lineOf(dockerfile, last.copy.span)} put into ${last.target}`,
            at: span,
            evidence: [
              quote(dockerfile, last.copy.span),
              quote(dockerfile, run.span),
              reference(
                "COPY of 40 MB and a later chown -R: 41.9 MB more than COPY --chown",
                "measured on Docker 26.1.5",
              ),
            ],
            ...(movable && {
              fix: {
                title: `COPY --chown=${owner}`,
                applicability: "proven" as const,
                edits: [
                  {
                    file: dockerfile.file,
                    span: { start: last.copy.keywordSpan.end, end: last.copy.keywordSpan.end },
                    text: ` --chown=${owner}`,
                  },
                  removeInstruction(dockerfile, run),
                ] as const,
                delta: [path],
              },
            }),
          };
        }
      }
    }
  },
});

function chownsOf(run: Run) {
  return run.commands.flatMap((command) => {
    const words = command.name === "chown" ? argumentsOf(command) : [];
    const [owner, ...paths] = words.filter(({ text }) => !text.startsWith("-")).map(({ text }) => text);
    if (
      owner === undefined ||
      !words.some(({ text }) => /^-[a-zA-Z]*R|^--recursive$/.test(text)) ||
      !words.every(({ literal }) => literal)
    )
      return [];
    const alone =
      run.commands.length === 1 && paths.length === 1 && !words.some(({ text }) => /^--(from|reference)/.test(text));
    return paths
      .filter((path) => path.startsWith("/"))
      .map((path) => ({ owner, path: tidy(path), span: command.span, alone }));
  });
}
