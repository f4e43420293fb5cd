import { flagsOf, runBodies } from "../../facts/dockerfile/run-commands.ts";
import type { DockerfileFact } from "../../facts/dockerfile/dockerfile.ts";
import { quote, reference } from "../shared/evidence.ts";
import { mayCall } from "../../facts/dockerfile/programs.ts";
import { defineRule } from "../rule.ts";
import { programOf } from "../../facts/dockerfile/runs.ts";

/** First uid for which the hole gets a size that matters: 29 MB at the 292 bytes of `struct lastlog` a uid. */
const high = 100_000;

export default defineRule({
  id: "layers/useradd-high-uid",
  title: "useradd with a high UID and without -l",
  why:
    "useradd notes each user in `/var/log/lastlog` and `/var/log/faillog` at an offset that grows with the uid. The hole before it costs no disk on a " +
    "machine, but a layer is a tar file and some builders write every zero: at 292 bytes a uid, 2,000,000 makes a layer of 584 MB. `-l` leaves the two files alone.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "proven",
  also: ["hadolint/DL3046"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN useradd -u 1000001 -m app\n",
      good: "FROM debian:trixie-slim\nRUN useradd -l -u 1000001 -m app\n",
    },
  ],
  *check({ dockerfile }) {
    if (!mayCall(dockerfile, "useradd")) return;
    for (const { written } of runBodies(dockerfile)) {
      for (const use of written) {
        const { command, span } = use;
        const name = command === undefined ? use.program : programOf(command);
        if (name !== "useradd") continue;
        const args = command?.words.slice(1).map(({ text }) => text) ?? use.args;
        const flags = flagsOf(args);
        if (flags.has("l") || flags.has("no-log-init")) continue;
        const uid = uidOf(args);
        // Without a UID useradd takes the next free one, which is low.
        if (uid === undefined || Number(valueOf(uid, dockerfile)) < high) continue;
        const unknown = !/^\d+$/.test(uid);
        const at = command?.words[0]?.span.end;
        yield {
          message: unknown
            ? "useradd without -l: if the uid turns out high, the log files get as large as it"
            : `useradd with uid ${uid} and without -l: the log files grow to about ${Math.round((Number(uid) * 292) / 1e6)} MB, most of it zeros`,
          at: span,
          ...(unknown && { severity: "info" as const }),
          evidence: [
            quote(dockerfile, span),
            reference("-l, --no-log-init: do not add the user to the lastlog and faillog databases", "useradd(8)"),
          ],
          ...(at !== undefined && {
            fix: {
              title: "leave the log files alone with -l",
              applicability: "proven" as const,
              edits: [{ file: dockerfile.file, span: { start: at, end: at }, text: " -l" }] as const,
              delta: ["/var/log/lastlog", "/var/log/faillog"],
            },
          }),
        };
      }
    }
  },
});

function uidOf(args: readonly string[]): string | undefined {
  for (const [index, arg] of args.entries()) {
    const inline = /^(?:-u|--uid=)(.+)$/.exec(arg)?.[1];
    if (inline !== undefined) return inline;
    if (arg === "--uid" || /^-[a-zA-Z]*u$/.test(arg)) return args[index + 1];
  }
  return undefined;
}

/** A variable with one value in the file, which ENV or the default of an ARG gives it, is that value. */
function valueOf(uid: string, { instructions }: DockerfileFact): string {
  const name = /^\$\{?(\w+)\}?$/.exec(uid)?.[1];
  if (name === undefined) return uid;
  const values = instructions
    .filter(({ keyword }) => keyword === "ENV" || keyword === "ARG")
    .flatMap(({ words }) => words.map(({ text }) => text))
    .flatMap((text) => (text === name || text.startsWith(`${name}=`) ? [text.slice(name.length + 1)] : []));
  const [first = uid] = values.filter((value) => value !== "");
  return values.every((value) => value === first || value === "") ? first : uid;
}
