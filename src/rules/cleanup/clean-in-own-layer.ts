import { removeInstruction } from "../../edits/edit.ts";
import { isClean, leavesLists, removesLists } from "../../facts/managers/deb/apt-lists.ts";
import { lateDeletions } from "../../facts/dockerfile/earlier-writes.ts";
import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import type { PackageCall } from "../../facts/managers/package-call.ts";
import { callsIn, nameOf } from "../../facts/managers/package-steps.ts";
import { archiveManagers } from "../../facts/managers/system-managers.ts";
import { argumentsOf, programOf, runsOf, type Run } from "../../facts/dockerfile/runs.ts";
import { targetChain } from "../../facts/dockerfile/target-chain.ts";

const cachePath = /^(\/var\/(lib\/apt\/lists|cache\/(apt|apk|yum|dnf))|\/tmp\/|\/var\/tmp\/|(~|\/root)\/\.(cache|npm))/;

export default defineRule({
  id: "cleanup/clean-in-own-layer",
  title: "Cleanup in a separate layer",
  why:
    "A layer can hide files of the layers below, but not give their bytes back. Measured: `apt-get autoremove` and `apt-get autoclean` as RUNs of their own free 0 bytes, and so does deleting the package lists; the image ships all of it. " +
    "Cleaning works only at the end of the RUN that made the mess.",
  severity: "warning",
  needs: ["dockerfile", "packageCalls"],
  fix: "proven",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\nRUN apt-get update && apt-get install -y curl\nRUN apt-get autoremove -y\nRUN apt-get autoclean\nCOPY app.py /\n",
      good: "FROM python:3.13-slim\nRUN apt-get update && apt-get install -y curl\nCOPY app.py /\n",
    },
  ],
  *check({ dockerfile, packageCalls }) {
    for (const stage of targetChain(dockerfile)) {
      for (const run of runsOf(stage)) {
        // With a mount the RUN cleans a cache that is not part of the image.
        if (run.flags.some(({ name }) => name === "mount")) continue;
        // For a file of an earlier RUN, layers/deleted-later reports its layer.
        if (lateDeletions(stage).has(run)) continue;
        const cleans = cleanings(callsIn(packageCalls, run), run);
        if (cleans.length === 0) continue;
        // Lists that an earlier RUN left would show up again; its own fix comes first.
        const hides =
          run.commands.some(({ name }) => name === "rm") &&
          (!removesLists(run) ||
            runsOf(stage).some((other) => other.span.start < run.span.start && leavesLists(packageCalls, other)));
        yield {
          message: `\`${[...new Set(cleans)].join("`, `")}\` in a layer of its own frees 0 bytes: the layers below keep everything`,
          at: run.span,
          evidence: [
            quote(dockerfile, run.span),
            reference(
              "autoremove and autoclean as RUNs of their own: 0 B saved, layer sizes 0 B",
              "measured on Docker 26.1.5 with a Debian 13 base",
            ),
          ],
          ...(!hides && {
            fix: {
              title: "delete the RUN",
              applicability: "proven" as const,
              edits: [removeInstruction(dockerfile, run)] as const,
              delta: ["/var/cache", "/var/lib/apt", "/var/lib/dpkg", "/var/log"],
            },
          }),
        };
      }
    }
  },
});

/** The commands of a RUN that does nothing but delete what others left; none of any other. */
function cleanings(calls: readonly PackageCall[], run: Run): readonly string[] {
  const [first] = run.commands;
  const call = calls.find(({ command }) => command === first);
  if (first === undefined || cleaning(call, first) === undefined) return [];
  const byCommand = new Map(calls.map((call) => [call.command, call]));
  const names: string[] = [];
  for (const command of run.commands) {
    const name = cleaning(byCommand.get(command), command);
    if (name === undefined) return [];
    names.push(name);
  }
  return names;
}

/** How the command is called in a message when it only deletes what others left: `apt-get clean`, `rm -rf /var/lib/apt/lists/*`. */
function cleaning(call: PackageCall | undefined, command: Run["commands"][number]): string | undefined {
  if (call !== undefined && archiveManagers.has(call.manager)) return isClean(call) ? nameOf(call) : undefined;
  const program = programOf(command);
  if (!/^(rm|npm|yarn|pip3?)$/.test(program ?? "")) return undefined;
  const words = argumentsOf(command).map(({ text }) => text);
  const plain = words.filter((word) => !word.startsWith("-")).join(" ");
  if (program === "rm")
    return plain !== "" && plain.split(" ").every((path) => cachePath.test(path)) ? `rm ${words.join(" ")}` : undefined;
  return /^cache (clean|purge)\b/.test(plain) ? `${program} ${plain}` : undefined;
}
