import { quote } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { targetChain } from "../target-chain.ts";

export default defineRule({
  id: "build/copies-whole-context",
  title: "The whole build folder is copied into the image",
  why:
    "`COPY .` takes what lies beside the Dockerfile: version control with all its history, tests, documents, local settings and their secrets, unless a .dockerignore names each of them. " +
    "Copying what the application is made of is shorter than listing what it is not, and a changed README no longer rebuilds the layer.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py templates ./\nCMD ["python", "app.py"]\n',
    },
  ],
  *check({ dockerfile }) {
    for (const instruction of targetChain(dockerfile).flatMap((stage) => stage.instructions)) {
      if (
        (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") ||
        instruction.flags.some(({ name }) => name === "from" || name === "exclude")
      )
        continue;
      const sources = (instruction.json ?? instruction.words.map(({ text }) => text)).slice(0, -1);
      const whole = sources.find((source) => /^["']?(\.|\.\/|\/)["']?$/.test(source));
      if (whole === undefined) continue;
      yield {
        message: `${instruction.keyword} ${whole} takes all of the build folder that no .dockerignore excludes: .git, tests, local settings, this Dockerfile`,
        at: instruction.words[sources.indexOf(whole)]?.span ?? instruction.span,
        evidence: [quote(dockerfile, instruction.span)],
      };
    }
  },
});
