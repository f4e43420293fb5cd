import { ofKeyword } from "../../../facts/dockerfile/by-keyword.ts";
import { joinedText } from "../../../facts/dockerfile/joined-text.ts";
import { isWhole } from "../../../facts/dockerfile/instruction-words.ts";
import { quote } from "../../shared/evidence.ts";
import { sureIf } from "../../shared/sure.ts";
import { defineRule } from "../../rule.ts";
import { isRelative, joinPath } from "../../../facts/dockerfile/join-path.ts";

/** The final folder of a stage, if known. */
interface Place {
  readonly folder: string | undefined;
  /** Values from `--build-arg`, directly or through ENV. */
  readonly sure: boolean;
}

export default defineRule({
  id: "build/relative-workdir",
  title: "Relative WORKDIR",
  why: "A relative WORKDIR is added to the one before, and at the start of a stage to whatever the base image has: the next base version, or a line moved up, and the files land elsewhere. An absolute path says where.",
  severity: "warning",
  needs: ["dockerfile", "variables", "safeSteps"],
  fix: "safe",
  whySafe: {
    sameReading:
      "Docker adds a relative WORKDIR to the one before by name alone, without looking at links in the image, so the sum can be written down. The fix is offered only where every part of it stands in the text: from an absolute WORKDIR or scratch on, through stages of this file (where no other file of the repository names contexts for a build), with values that no `--build-arg` changes, no ONBUILD WORKDIR of the stage below, no Windows path, and where the word and the sum hold only letters, digits and `_./@+-`, which Docker reads as they are. After the fix the folder is the same in every build.",
  },
  also: [
    "buildkit/WorkdirRelativePath",
    "hadolint/DL3000",
    "trivy/DS-0009",
    "checkov/CKV_DOCKER_10",
    "kics/workdir_path_not_absolute",
  ],
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
  *check({ dockerfile, variables, safeSteps }) {
    if (ofKeyword(dockerfile, "WORKDIR").length === 0) return;
    const ends = new Map<string, Place>();
    for (const { base, from, name, instructions } of dockerfile.stages) {
      const parent = base.kind === "stage" ? ends.get(base.text.toLowerCase()) : undefined;
      let { folder, sure }: Place = parent ?? { folder: base.kind === "scratch" ? "/" : undefined, sure: true };
      // The folder is that of the stage's base, whose name a build may give to another image.
      let inherited = true;
      // Which stage or image it is, the build may say.
      sure &&= !from.args.includes("$");
      for (const instruction of instructions) {
        if (instruction.keyword !== "WORKDIR" || instruction.onbuild) continue;
        const word = instruction.words[0];
        if (word === undefined) continue;
        const pathText = joinedText(dockerfile, instruction.argsSpan);
        const path = variables.expandDefaults(instruction, pathText);
        const relative = path !== undefined && isRelative(path);
        const looksRelative = !/^["']*([$/\\]|[A-Za-z]:)/.test(pathText);
        if (!relative && !looksRelative) {
          folder = variables.expand(instruction, pathText);
          sure = !pathText.includes("$");
          inherited = false;
          continue;
        }
        sure &&= !pathText.includes("$");
        folder = folder !== undefined && path !== undefined && !dockerfile.windows ? joinPath(folder, path) : undefined;
        // Docker expands the text, so the word and the joined path only contain literal characters.
        const plain = isWhole(word) && [pathText, folder ?? ""].every((text) => /^[\w./@+-]+$/.test(text));
        yield {
          message:
            folder === undefined
              ? `WORKDIR ${pathText} depends on the base image's working directory`
              : `WORKDIR ${pathText} means ${folder} only as long as the lines above stay as they are`,
          at: word.span,
          severity: folder === undefined ? "warning" : "info",
          evidence: [quote(dockerfile, instruction.span)],
          ...(plain &&
            sure &&
            folder !== undefined && {
              fix: {
                title: `WORKDIR ${folder}`,
                ...sureIf(inherited ? safeSteps.outside(({ namedContexts }) => namedContexts) : undefined),
                edits: [{ file: dockerfile.file, span: word.span, text: folder }] as const,
                delta: [],
              },
            }),
        };
      }
      // A trigger runs at the start of the stage that is built from this one.
      const moved = instructions.some(({ keyword, onbuild }) => onbuild && keyword === "WORKDIR");
      if (name !== undefined) ends.set(name.toLowerCase(), { folder: moved ? undefined : folder, sure });
    }
  },
});
