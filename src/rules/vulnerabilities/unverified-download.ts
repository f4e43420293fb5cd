import { urlPattern } from "./downloads.ts";
import { pipedFrom, substituted } from "./piped-downloads.ts";
import { uncheckedDownloads } from "./unchecked-downloads.ts";
import { quote } from "../shared/evidence.ts";
import { saidIn } from "../../facts/dockerfile/exec-form.ts";
import { readRange } from "../../formats/shell/exec-script.ts";
import { bodySource } from "../../facts/dockerfile/run-commands.ts";
import { defineRule } from "../rule.ts";
import { programOf, runsAndTriggersOf } from "../../facts/dockerfile/runs.ts";

const hint = /curl|wget|:\/\//;

export default defineRule({
  id: "vulnerabilities/unverified-download",
  title: "Unverified download in the build",
  why:
    "Whoever answers for that address, today or after a break-in next year, decides what runs as root in your build and what ends in your image. " +
    "No scanner sees it, and no lock file records it. Download to a file, compare its checksum, then run it; or take a package that is signed.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: [
    "kics/curl_or_wget_instead_of_add",
    "kics/add_instead_of_copy",
    "checkov/CKV_DOCKER_4",
    "dockle/CIS-DI-0009",
    "cis-docker/4.9",
  ],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN curl -fsSL https://get.example.com/install.sh | bash\nADD https://dl.example.com/tool /usr/bin/tool\n",
      good:
        "FROM debian:trixie-slim\n" +
        `RUN curl -fsSLo install.sh https://get.example.com/install.sh && echo "${"0f".repeat(32)}  install.sh" | sha256sum -c - && bash install.sh\n` +
        `ADD --checksum=sha256:${"1e".repeat(32)} https://dl.example.com/tool /usr/bin/tool\n`,
    },
  ],
  *check({ dockerfile }) {
    if (!hint.test(saidIn(dockerfile))) return;
    for (const run of dockerfile.stages.flatMap(runsAndTriggersOf)) {
      if (!hint.test(bodySource(dockerfile, run))) continue;
      for (const [index, command] of run.commands.entries()) {
        const source = pipedFrom(run.commands, index) ?? substituted(command);
        if (source === undefined) continue;
        const url = urlPattern.exec(readRange(dockerfile.text, run.execScript, source))?.[0];
        yield {
          message: `${url ? `\`${url}\`` : "A download"} goes straight into ${programOf(command)}: what answers there runs in the build, unchecked`,
          at: source.start < command.span.start ? { start: source.start, end: command.span.end } : command.span,
          evidence: [quote(dockerfile, { start: Math.min(source.start, command.span.start), end: command.span.end })],
        };
      }
      for (const { message, span } of uncheckedDownloads(run.commands))
        yield { message, at: span, evidence: [quote(dockerfile, span)] };
    }
    for (const instruction of dockerfile.instructions) {
      if (instruction.keyword !== "ADD" || instruction.flags.some(({ name }) => name === "checksum")) continue;
      for (const { text, span } of instruction.words.slice(0, -1)) {
        const message = addFault(text.replace(/^["']|["']$/g, ""));
        if (message === undefined) continue;
        yield {
          message,
          at: span,
          evidence: [quote(dockerfile, instruction.span)],
        };
      }
    }
  },
});

function addFault(source: string): string | undefined {
  if (!/^https?:\/\//i.test(source)) return undefined;
  if (!/\.git(#|$)/.test(source)) return `ADD takes \`${source}\` as it comes: no --checksum says which file is meant`;
  // A commit is verified by its id, and a tag at least names a version.
  return source.includes("#") ? undefined : `ADD takes what the branch of \`${source}\` is today: no commit says which`;
}
