import type { BuildContextFact } from "../../facts/context/build-context.ts";
import { saidIn, saidText } from "../../facts/dockerfile/exec-form.ts";
import type { DockerfileFact, Stage } from "../../facts/dockerfile/dockerfile.ts";
import type { PackageCall } from "../../facts/managers/package-call.ts";
import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { programOf } from "../../facts/dockerfile/runs.ts";
import { targetChain } from "../../facts/dockerfile/target-chain.ts";
import { isTestImage } from "../../facts/dockerfile/test-image.ts";

export default defineRule({
  id: "cleanup/dev-dependencies",
  title: "Development dependencies in the final image",
  why:
    "`devDependencies` are the test runners, compilers and linters of a project: often more packages than the program itself has, each with its own advisories. " +
    "The image that runs needs none of them, and a project without any has nothing to leave out; a build that does belongs in a stage of its own.",
  severity: "info",
  needs: ["dockerfile", "packageCalls"],
  fix: "suggested",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: 'FROM node:24-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nCMD ["node", "server.js"]\n',
      good: 'FROM node:24-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\nCOPY . .\nCMD ["node", "server.js"]\n',
    },
  ],
  *check({ dockerfile, packageCalls, buildContext }) {
    const final = dockerfile.stages.at(-1);
    const calls = packageCalls.filter(({ manager, stage }) => manager === "npm" && stage === final?.index);
    const last = calls.findLast(({ action }) => action === "install");
    if (final === undefined || last?.verb === undefined || last.instruction.onbuild || !installsAll(last)) return;
    // They may be what builds, tests or starts the program, or be removed again.
    if (
      /NODE_ENV|npm_config_(?:omit|production|only)/i.test(saidIn(dockerfile)) ||
      usesTools(final) ||
      isTestImage(dockerfile)
    )
      return;
    if (buildContext !== undefined && hasNone(dockerfile, last, buildContext)) return;
    const { verb, command } = last;
    yield {
      message: `\`npm ${verb.text}\` brings the development packages into the image that runs: \`--omit=dev\` leaves them out`,
      at: verb.span,
      evidence: [
        quote(dockerfile, command.span),
        reference("--omit=dev leaves devDependencies out of node_modules", "npm documentation, npm-ci"),
      ],
      fix: {
        title: "add --omit=dev",
        applicability: "suggested",
        edits: [{ file: dockerfile.file, span: { start: verb.span.end, end: verb.span.end }, text: " --omit=dev" }],
      },
    };
  },
});

/** Each `package.json` in the image before the call has no such dependencies, and there is at least one. */
function hasNone(dockerfile: DockerfileFact, { command }: PackageCall, { taken, unread }: BuildContextFact): boolean {
  const chainInstructionSet = new Set(targetChain(dockerfile).flatMap(({ instructions }) => instructions));
  const packages = taken
    .filter(({ instruction }) => chainInstructionSet.has(instruction) && instruction.span.end <= command.span.start)
    .flatMap(({ files }) => files.filter(({ path }) => /(?:^|\/)package\.json$/.test(path)));
  return (
    unread === undefined &&
    packages.length > 0 &&
    packages.every((packageInfo) => packageInfo.hasNoDevDependencies === true)
  );
}

function installsAll({ verb, operands, options }: PackageCall): boolean {
  if (operands.length > 0 || !/^(?:ci|install|i|clean-install)$/.test(verb?.text ?? "")) return false;
  return !options.some(({ name }) => /^(?:--omit|--only|--production|--include|--dev|-g|--global)$/.test(name));
}

/** Scripts and tools of the project run in this stage: `npm run build`, `npx tsc`, `CMD npm run dev`, `node_modules/.bin/x`. */
function usesTools({ instructions }: Stage): boolean {
  return instructions.some((instruction) => {
    const { keyword, commands } = instruction;
    if (!/^(?:RUN|CMD|ENTRYPOINT)$/.test(keyword)) return false;
    if (/node_modules\/\.bin|\bnpm\W+(?:run|test|start|prune|exec)\b/.test(saidText(instruction))) return true;
    return (
      commands?.some((command) =>
        /^(?:npx|yarn|pnpm|tsc|ng|vite|make|next|nest|gulp|grunt)$/.test(programOf(command) ?? ""),
      ) === true
    );
  });
}
