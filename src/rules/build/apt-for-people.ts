import type { Edit } from "../../domain/fix.ts";
import type { Instruction, ShellCommand, ShellWord } from "../../facts/dockerfile.ts";
import { quote, reference } from "../evidence.ts";
import { isPlain, joinedText } from "../package-steps.ts";
import { defineRule } from "../rule.ts";

/** Verbs that apt-get(8) has under the same name and with the same meaning; `upgrade` needs an option for it. */
const same = new Set(
  "update upgrade install reinstall remove purge autoremove autopurge dist-upgrade build-dep source download clean autoclean satisfy".split(
    " ",
  ),
);

export default defineRule({
  id: "build/apt-for-people",
  title: "apt, made for people at a terminal, in a build",
  why:
    "`apt` is the program for people: it draws progress bars, warns in every log that its interface may change, and what it prints and does by default differs from release to release. " +
    "`apt-get` takes the same verbs and keeps its interface, so a build script that works today works tomorrow.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "safe",
  also: ["hadolint/DL3027", "kics/run_using_apt", "checkov/CKV_DOCKER_9"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN apt update && apt install -y --no-install-recommends jq && rm -rf /var/lib/apt/lists/*\n",
      good: "FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y --no-install-recommends jq && rm -rf /var/lib/apt/lists/*\n",
    },
  ],
  *check({ dockerfile }) {
    // Settings for apt alone, which apt-get would not see.
    let own: boolean | undefined;
    for (const instruction of dockerfile.stages.flatMap((stage) => stage.instructions)) {
      if (instruction.keyword !== "RUN") continue;
      for (const command of aptCommands(instruction)) {
        const [program] = command.words;
        if (program === undefined) continue;
        const verb = command.words.slice(1).find(({ text }) => !text.startsWith("-"));
        const also = isPlain(dockerfile, command) ? ["hadolint/DL3027"] : [];
        const body = instruction.onbuild ? "" : joinedText(dockerfile, instruction);
        if (body.includes("apt ")) also.push("kics/run_using_apt");
        if (/(?:^| )apt /.test(body)) also.push("checkov/CKV_DOCKER_9");
        const edits =
          verb === undefined || (own ??= /Binary::apt\b/.test(dockerfile.text))
            ? undefined
            : toAptGet(dockerfile.file, program, verb);
        yield {
          message: `\`apt${verb === undefined ? "" : ` ${verb.text}`}\` is made for people; apt-get and apt-cache are made for scripts`,
          at: program.span,
          also,
          evidence: [
            quote(dockerfile, command.span),
            reference(
              "apt(8) may change its behaviour between versions; scripts should prefer apt-get(8) and apt-cache(8)",
              "apt(8), Script usage",
            ),
          ],
          ...(edits && {
            // apt-get keeps the packages that it downloads where no configuration says otherwise.
            fix: { title: "use apt-get", applicability: "safe" as const, edits, delta: ["/var/cache/apt"] },
          }),
        };
      }
    }
  },
});

function aptCommands({ commands, json, words, argsSpan }: Instruction): readonly ShellCommand[] {
  if (json?.[0] === "apt") {
    const own = json.map((text, index) => ({ text, span: words[index]?.span ?? argsSpan, literal: true }));
    return [{ span: argsSpan, name: "apt", words: own, after: "start", topLevel: true }];
  }
  return (commands ?? []).filter(({ name }) => name === "apt");
}

/** Undefined where apt-get has no such verb. */
function toAptGet(file: string, program: ShellWord, verb: ShellWord): readonly [Edit, ...Edit[]] | undefined {
  if (!verb.literal || !same.has(verb.text)) return undefined;
  const edit = { file, span: { start: program.span.end, end: program.span.end }, text: "-get" };
  if (verb.text !== "upgrade") return [edit];
  // apt(8): "upgrade" installs new packages where an upgrade needs them; apt-get does so only when told.
  return [edit, { file, span: { start: verb.span.end, end: verb.span.end }, text: " --with-new-pkgs" }];
}
