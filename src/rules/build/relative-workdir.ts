import { ofKeyword } from "../by-keyword.ts";
import { quote } from "../evidence.ts";
import { defineRule } from "../rule.ts";

/** Peers with the text that each takes for an absolute path; only what is relative indeed is asked. */
const readings: readonly (readonly [id: string, absolute: RegExp])[] = [
  ["hadolint/DL3000", /^["']*([$/]|[A-Za-z]:)/],
  ["trivy/DS-0009", /^["']?(\/[A-z0-9-_+]*)|([A-z0-9-_+]:\\.*)|(\$[{}A-z0-9-_+].*)/],
  ["checkov/CKV_DOCKER_10", /^"?((\/[A-Za-z0-9-_+]*)|([A-Za-z0-9-_+]:\\.*)|(\$[{}A-Za-z0-9-_+].*))/],
  ["kics/workdir_path_not_absolute", /(^\/[A-z0-9-_+].*)|(^[A-z0-9-_+]:\\.*)|(^\$[{}A-z0-9-_+].*)/],
];
const buildkit = "buildkit/WorkdirRelativePath";

/** What a stage ends with: the folder where it is known, and whether a WORKDIR of the file set it. */
interface Place {
  readonly folder: string | undefined;
  readonly set: boolean;
}

export default defineRule({
  id: "build/relative-workdir",
  title: "Relative WORKDIR",
  why: "A relative WORKDIR is added to the one before, and at the start of a stage to whatever the base image has: the next base version, or a line moved up, and the files land elsewhere. An absolute path says where.",
  severity: "warning",
  needs: ["dockerfile", "variables"],
  fix: "safe",
  also: [buildkit, ...readings.map(([id]) => id)],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM node:24-slim\nWORKDIR /app\nCOPY . .\nWORKDIR web/client\nRUN npm ci\n",
      good: "FROM node:24-slim\nWORKDIR /app\nCOPY . .\nWORKDIR /app/web/client\nRUN npm ci\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM scratch AS files\nWORKDIR srv\nCOPY . .\nFROM files\nWORKDIR data\n",
      good: "FROM scratch AS files\nWORKDIR /srv\nCOPY . .\nFROM files\nWORKDIR /srv/data\n",
    },
  ],
  *check({ dockerfile, variables }) {
    if (ofKeyword(dockerfile, "WORKDIR").length === 0) return;
    const ends = new Map<string, Place>();
    for (const { base, name, instructions } of dockerfile.stages) {
      const parent = base.kind === "stage" ? ends.get(base.text.toLowerCase()) : undefined;
      let { folder, set } = parent ?? { folder: base.kind === "scratch" ? "/" : undefined, set: false };
      for (const instruction of instructions) {
        if (instruction.keyword !== "WORKDIR" || instruction.onbuild) continue;
        const word = instruction.words[0];
        if (word === undefined) continue;
        const written = instruction.args;
        const path = variables.expandDefaults(instruction, written);
        const wasSet = set;
        set = true;
        const relative = path !== undefined && !/^([/\\]|[A-Za-z]:)/.test(path);
        const looksRelative = !/^["']*([$/\\]|[A-Za-z]:)/.test(written);
        if (!relative && !looksRelative) {
          folder = variables.expand(instruction, written);
          continue;
        }
        const before = folder;
        folder = before === undefined || path === undefined || dockerfile.windows ? undefined : join(before, path);
        // Spaces in a path are part of it; only a plain single word is rewritten.
        const plain = folder !== undefined && instruction.words.length === 1 && /^[\w./@+-]+$/.test(written);
        yield {
          message:
            folder === undefined
              ? `WORKDIR ${written} depends on the base image's working directory`
              : `WORKDIR ${written} means ${folder} only as long as the lines above stay as they are`,
          at: word.span,
          severity: folder === undefined ? "warning" : "info",
          evidence: [quote(dockerfile, instruction.span)],
          also: [
            ...(relative && !wasSet ? [buildkit] : []),
            ...readings.filter(([, absolute]) => !absolute.test(written)).map(([id]) => id),
          ],
          ...(plain &&
            folder !== undefined && {
              fix: {
                title: `WORKDIR ${folder}`,
                applicability: "safe" as const,
                edits: [{ file: dockerfile.file, span: word.span, text: folder }] as const,
                delta: [],
              },
            }),
        };
      }
      if (name !== undefined) ends.set(name.toLowerCase(), { folder, set });
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
