import { saidIn } from "../../facts/dockerfile/exec-form.ts";
import { topFiles } from "../../facts/context/context-entries.ts";
import { quote, reference } from "../shared/evidence.ts";
import { homesAt } from "../../facts/dockerfile/homes.ts";
import { npmWrites } from "../../facts/managers/node/npm-writes.ts";
import { frozenEdit, lockFiles, takesFile } from "../../facts/managers/lock-files.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "updates/lock-file-ignored",
  title: "Lock file not enforced",
  why:
    "A lock file holds the exact version and hash of every package. `npm install` and its like change it when it does not fit package.json, and without a lock file in the image they choose the newest of everything: " +
    "what was tested is not what is built. `npm ci` installs exactly what the lock file says, or fails.",
  severity: "warning",
  needs: ["dockerfile", "packageCalls", "buildContext"],
  fix: "proven",
  also: [],
  examples: [
    {
      kind: "context",
      bad: {
        dockerfile: "FROM node:24-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm install\n",
        files: ["package.json", "package-lock.json"],
      },
      good: {
        dockerfile: "FROM node:24-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\n",
        files: ["package.json", "package-lock.json"],
      },
    },
    {
      kind: "context",
      bad: {
        dockerfile: "FROM node:24-slim\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn\n",
        files: ["package.json", "yarn.lock"],
      },
      good: {
        dockerfile: "FROM node:24-slim\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn --frozen-lockfile\n",
        files: ["package.json", "yarn.lock"],
      },
    },
  ],
  *check({ dockerfile, packageCalls, buildContext }) {
    const present = topFiles(buildContext.files);
    for (const call of packageCalls) {
      const row = lockFiles.get(call.manager);
      const { instruction, command, action, verb, operands, options, manager } = call;
      const stage = dockerfile.stages[call.stage];
      if (row === undefined || stage === undefined || instruction.onbuild || action !== "install") continue;
      if (!row.verbs.test(verb?.text ?? "") || operands.length > 0 || options.some(({ name }) => row.frozen.test(name)))
        continue;
      if (row.settings?.test(saidIn(dockerfile)) === true) continue;
      const lock = row.files.find((file) => present.has(file));
      if (lock === undefined || !takesFile(stage, instruction, row.list)) continue;
      const isLockCopied = takesFile(stage, instruction, lock);
      const commandText = verb === undefined ? manager : `${manager} ${verb.text}`;
      const fix = isLockCopied ? frozenEdit(dockerfile, stage, call, row, present) : undefined;
      yield {
        message: isLockCopied
          ? `\`${commandText}\` may install other versions than ${lock} says: ${row.instead}`
          : `${lock} is there but is not copied, so \`${commandText}\` takes the newest of everything: copy it too`,
        at: (verb ?? command).span,
        severity: isLockCopied ? "info" : "warning",
        evidence: [quote(dockerfile, command.span), reference(...row.manual)],
        ...(fix && {
          fix: {
            title: row.title,
            applicability: "proven" as const,
            edits: [fix.edit] as const,
            delta: [
              ...fix.delta,
              ...npmWrites(stage, instruction),
              ...homesAt(stage, instruction).map((home) => `${home}/.cache`),
            ],
          },
        }),
      };
    }
  },
});
