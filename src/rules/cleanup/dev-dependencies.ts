import { saidIn } from "../../facts/dockerfile/exec-form.ts";
import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { hasNoDevelopment, installsAll, usesTools } from "./development-installs.ts";
import { isTestImage } from "../../facts/dockerfile/test-image.ts";

export default defineRule({
  id: "cleanup/dev-dependencies",
  title: "Development dependencies in the final image",
  why:
    "`devDependencies` are the test runners, compilers and linters of a project: often more packages than the program itself has, each with its own advisories. " +
    "The image that runs needs none of them, and a project without any has nothing to leave out; a build that does belongs in a stage of its own.",
  severity: "info",
  needs: ["dockerfile", "packageCalls"],
  fix: "proven",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: 'FROM node:24-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nCMD ["node", "server.js"]\n',
      good: 'FROM node:24-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\nCOPY . .\nCMD ["node", "server.js"]\n',
      development: { names: ["eslint", "vitest"], folders: ["/app/node_modules"] },
    },
  ],
  *check({ dockerfile, packageCalls, buildContext, developmentModules }) {
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
    if (buildContext !== undefined && hasNoDevelopment(dockerfile, last, buildContext)) return;
    const { verb, command } = last;
    const { names: unopened = [], folders = [] } = developmentModules ?? {};
    const isTraced = unopened.length > 0;
    yield {
      message: `\`npm ${verb.text}\` brings the development packages into the image that runs: \`--omit=dev\` leaves them out`,
      at: verb.span,
      evidence: [
        quote(dockerfile, command.span),
        reference("--omit=dev leaves devDependencies out of node_modules", "npm documentation, npm-ci"),
        ...(isTraced
          ? [
              reference(
                `the workload opened no file of ${unopened.slice(0, 3).join(", ")}${unopened.length > 3 ? ` and ${unopened.length - 3} more` : ""}`,
                "a complete trace of the built image",
              ),
            ]
          : []),
      ],
      fix: {
        title: "add --omit=dev",
        applicability: isTraced ? "proven" : "suggested",
        edits: [{ file: dockerfile.file, span: { start: verb.span.end, end: verb.span.end }, text: " --omit=dev" }],
        // Packages disappear, and npm records what is there beside them and in its cache.
        ...(isTraced && { delta: folders.flatMap(changesBelow) }),
      },
    };
  },
});

function changesBelow(folder: string): string[] {
  return [`removed: ${folder}`, `${folder}/.package-lock.json`, "/root/.npm"];
}
