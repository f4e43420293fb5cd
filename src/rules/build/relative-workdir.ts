import { quote } from "../evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "build/relative-workdir",
  title: "Relative WORKDIR",
  why: "A relative WORKDIR is added to the one before, and at the start of a stage to whatever the base image has: the next base version, or a line moved up, and the files land elsewhere. An absolute path says where.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "safe",
  also: ["hadolint/DL3000", "trivy/DS-0009", "buildkit/WorkdirRelativePath", "checkov/CKV_DOCKER_10"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM node:24-slim\nWORKDIR /app\nCOPY . .\nWORKDIR web/client\nRUN npm ci\n",
      good: "FROM node:24-slim\nWORKDIR /app\nCOPY . .\nWORKDIR /app/web/client\nRUN npm ci\n",
    },
  ],
  *check({ dockerfile }) {
    if (dockerfile.windows) return;
    for (const stage of dockerfile.stages) {
      let current: string | undefined;
      for (const instruction of stage.instructions) {
        const word = instruction.words[0];
        if (instruction.keyword !== "WORKDIR" || instruction.onbuild || word === undefined) continue;
        const path = instruction.args.replace(/^(["'])(.*)\1$/, "$2");
        if (/^(\/|\$|[A-Za-z]:)/.test(path)) {
          current = path.startsWith("/") && !path.includes("$") ? path : undefined;
          continue;
        }
        // Spaces in a path are part of it; only a plain single word is rewritten.
        const plain =
          current !== undefined && path === word.text && instruction.words.length === 1 && /^[\w./@+-]+$/.test(path);
        const absolute = current === undefined ? undefined : join(current, path);
        yield {
          message:
            absolute === undefined
              ? `WORKDIR ${path} depends on the base image's working directory`
              : `WORKDIR ${path} means ${absolute} only as long as the lines above stay as they are`,
          at: word.span,
          severity: absolute === undefined ? "warning" : "info",
          evidence: [quote(dockerfile, instruction.span)],
          ...(plain &&
            absolute && {
              fix: {
                title: `WORKDIR ${absolute}`,
                applicability: "safe" as const,
                edits: [{ file: dockerfile.file, span: word.span, text: absolute }] as const,
                delta: [],
              },
            }),
        };
        current = absolute;
      }
    }
  },
});

function join(base: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${base}/${path}`.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
