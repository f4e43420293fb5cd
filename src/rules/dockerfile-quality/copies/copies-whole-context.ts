import type { BuildContextFact } from "../../../facts/context/build-context.ts";
import { copyPaths } from "../../../facts/dockerfile/copy-paths.ts";
import { topEntries } from "../../../facts/context/context-entries.ts";
import { quote } from "../../shared/evidence.ts";
import { firstOf } from "../../shared/image-text.ts";
import { oncePer } from "../../../text/once-per.ts";
import { defineRule } from "../../rule.ts";
import { targetChain } from "../../../facts/dockerfile/target-chain.ts";

export default defineRule({
  id: "build/copies-whole-context",
  title: "Entire build context copied",
  why:
    "`COPY .` takes what lies beside the Dockerfile: version control with all its history, tests, documents, local settings and their secrets, unless a .dockerignore names each of them. " +
    "Copying what the application is made of is shorter than listing what it is not, and a changed README no longer rebuilds the layer.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "context",
      bad: { dockerfile: "FROM python:3.13-slim\nCOPY . /app\n", files: ["app.py", ".git/HEAD", "tests/test_app.py"] },
      good: { dockerfile: "FROM python:3.13-slim\nCOPY . /app\n", files: ["app.py", "templates/a.html"] },
    },
    {
      kind: "dockerfile",
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py templates ./\nCMD ["python", "app.py"]\n',
    },
  ],
  *check(facts) {
    const { dockerfile } = facts;
    for (const instruction of targetChain(dockerfile).flatMap((stage) => stage.instructions)) {
      if (
        (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") ||
        instruction.flags.some(({ name }) => name === "from" || name === "exclude")
      )
        continue;
      const whole = copyPaths(instruction)?.sources.find(({ text }) => /^(\.|\.\/|\/)$/.test(text));
      if (whole === undefined) continue;
      const needlessPaths = superfluous(facts.buildContext);
      if (needlessPaths?.length === 0) continue;
      const pathText =
        needlessPaths === undefined ? ".git, tests, local settings, this Dockerfile" : firstOf(needlessPaths);
      yield {
        message: `${instruction.keyword} ${whole.text} takes all of the build folder that no .dockerignore excludes: ${pathText}`,
        at: whole.span,
        evidence: [quote(dockerfile, instruction.span)],
      };
    }
  },
});

const dockerfileName = /(?:^|.\.)Dockerfile(?:\..|$)/is;
/** Parts of a folder that hardly any image needs at run time. */
const unneeded =
  /^(\.git|\.github|\.gitlab|\.vscode|\.idea|node_modules|\.venv|venv|__pycache__|tests?|__tests__|docs?|coverage|(docker-)?compose[\w.-]*\.ya?ml|\.dockerignore|\.gitignore|README(\..+)?)$/is;

/** Entries of the build folder that are sent and not needed; undefined where the folder was not read. */
function superfluous(context: BuildContextFact | undefined): readonly string[] | undefined {
  return context === undefined || context.unread !== undefined ? undefined : superfluousOf(context.files);
}

const superfluousOf = oncePer((files: BuildContextFact["files"]) =>
  [...topEntries(files)].filter((entry) => unneeded.test(entry) || dockerfileName.test(entry)),
);
