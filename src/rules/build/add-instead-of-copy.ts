import { quote, reference } from "../evidence.ts";
import { defineRule } from "../rule.ts";

const remote = /^(https?|ftp|git|ssh):\/\/|^git@/i;
const archive = /\.(tar|tgz|tbz2?|txz|tlz|tzst|gz|bz2|xz|lzma|zst)$/i;

export default defineRule({
  id: "build/add-instead-of-copy",
  title: "ADD where COPY is meant",
  why:
    "ADD also fetches from the network and unpacks archives, so a file that one day happens to be an archive changes what the image holds. " +
    "COPY does the one thing that is meant.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "safe",
  also: ["hadolint/DL3020", "dockle/CIS-DI-0009", "trivy/DS-0005", "checkov/CKV_DOCKER_4", "cis-docker/4.9"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\nADD --chown=10001:10001 app.py requirements.txt /app/\n",
      good: "FROM python:3.13-slim\nCOPY --chown=10001:10001 app.py requirements.txt /app/\n",
    },
    { kind: "dockerfile", bad: "FROM node:24-slim\nadd . /app\n", good: "FROM node:24-slim\ncopy . /app\n" },
  ],
  *check({ dockerfile }) {
    for (const instruction of dockerfile.stages.flatMap((stage) => stage.instructions)) {
      if (instruction.keyword !== "ADD" || instruction.onbuild || instruction.heredocs.length > 0) continue;
      const sources = (instruction.json ?? instruction.words.map(({ text }) => text))
        .slice(0, -1)
        .map((text) => text.replace(/^["']|["']$/g, ""));
      if (
        sources.length === 0 ||
        sources.some((source) => remote.test(source) || archive.test(source) || source.includes("$"))
      )
        continue;
      // `--unpack` and its like say that ADD is meant.
      if (instruction.flags.some(({ name }) => !/^(chown|chmod|link|exclude)$/.test(name))) continue;
      const literal = sources.every((source) => !/[*?[\]\\]/.test(source));
      const { start, end } = instruction.keywordSpan;
      yield {
        message: `ADD of ${sources.length === 1 ? `\`${sources[0]}\`` : `${sources.length} local sources`} only copies today, and would unpack an archive of that name`,
        at: instruction.keywordSpan,
        evidence: [
          quote(dockerfile, instruction.span),
          reference(
            "for files and directories that need no unpacking and no network, COPY is preferred",
            "Docker docs, Building best practices, ADD or COPY",
          ),
        ],
        ...(literal && {
          fix: {
            title: "use COPY",
            applicability: "safe" as const,
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
