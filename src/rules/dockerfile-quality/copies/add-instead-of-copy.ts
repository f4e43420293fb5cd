import { isFolder, isLocalArchive, isPattern, isRemote, mayBeArchive } from "./add-sources.ts";
import { ofKeyword } from "../../../facts/dockerfile/by-keyword.ts";
import { copyPaths } from "../../../facts/dockerfile/copy-paths.ts";
import { quote, reference } from "../../shared/evidence.ts";
import { sureIf } from "../../shared/sure.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/add-instead-of-copy",
  title: "ADD where COPY is meant",
  why:
    "ADD also fetches from the network and unpacks archives, so a file that one day happens to be an archive changes what the image holds. " +
    "COPY does the one thing that is meant. Of a directory both do the same, and COPY says so.",
  severity: "warning",
  needs: ["dockerfile", "safeSteps"],
  fix: "safe",
  whySafe:
    "ADD does more than COPY with three kinds of sources: URLs, Git repositories and archives. It is offered as safe where every source is the whole context, or a directory of it while no other file of the repository has the Dockerfile built with another context; ADD never unpacks a directory. The flags are those that both know. Of a file only its content tells whether it is an archive, whatever its name, so files are offered as proven; URLs, archives, globs and variables get no fix.",
  also: [
    "hadolint/DL3020",
    "trivy/DS-0005",
    "checkov/CKV_DOCKER_4",
    "kics/add_instead_of_copy",
    "dockle/CIS-DI-0009",
    "cis-docker/4.9",
  ],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\nADD --chown=10001:10001 app.py requirements.txt /app/\n",
      good: "FROM python:3.13-slim\nCOPY --chown=10001:10001 app.py requirements.txt /app/\n",
    },
    { kind: "dockerfile", bad: "FROM node:24-slim\nadd . /app\n", good: "FROM node:24-slim\ncopy . /app\n" },
  ],
  *check(facts) {
    const { dockerfile } = facts;
    for (const { instruction } of ofKeyword(dockerfile, "ADD")) {
      if (instruction.heredocs.length > 0) continue;
      const paths = copyPaths(instruction);
      const plain = paths?.sources.filter(({ text }) => !isRemote(text) && !isLocalArchive(text)) ?? [];
      // `--unpack` and similar options show that ADD is intended.
      if (plain.length === 0 || instruction.flags.some(({ name }) => !/^(chown|chmod|link|exclude)$/.test(name)))
        continue;
      const isEverySource = plain.length === paths?.sources.length;
      const { start, end } = instruction.keywordSpan;
      const sourceText = plain.length === 1 ? `\`${plain[0]?.text}\`` : `${plain.length} local sources`;
      yield {
        message: plain.some(({ text }) => text.includes("$"))
          ? `What ADD does with ${sourceText} depends on what the variable holds; COPY only copies`
          : isEverySource
            ? plain.every(({ text }) => isFolder(text, facts))
              ? `ADD of ${sourceText} copies ${plain.length === 1 ? "a directory" : "directories"} as COPY does; COPY says that nothing else is meant`
              : `ADD of ${sourceText} only copies today, and would unpack an archive of that name`
            : `ADD of ${sourceText} beside what has to be unpacked or fetched: a COPY of its own says what is meant`,
        at: instruction.keywordSpan,
        evidence: [
          quote(dockerfile, instruction.span),
          reference(
            "for files and directories that need no unpacking and no network, COPY is preferred",
            "Docker docs, Building best practices, ADD or COPY",
          ),
        ],
        ...(isEverySource &&
          !plain.some(({ text }) => isPattern(text)) && {
            fix: {
              title: "use COPY",
              ...sureIf(mayBeArchive(plain, facts)),
              edits: [
                {
                  file: dockerfile.file,
                  span: instruction.keywordSpan,
                  text: /[a-z]/.test(dockerfile.text.slice(start, end)) ? "copy" : "COPY",
                },
              ] as const,
              delta: [],
            },
          }),
      };
    }
  },
});
