import { isRelative } from "../facts/dockerfile/join-path.ts";
import { isNamedFor, parsePlatform, platformFlag } from "../rules/dockerfile-quality/stages/platform.ts";
import type { Peer } from "./peer.ts";
import { standsAbove } from "./shared/stands-above.ts";

export default {
  dockerfile: {
    "buildkit/ConsistentInstructionCasing": {
      // It says nothing of what stands before the first FROM.
      "build/instruction-casing": ({ stage }) => stage !== undefined,
    },
    "buildkit/CopyIgnoredFile": { "build/copies-ignored-file": ({ about }) => about.ignoredByName === true },
    "buildkit/FromPlatformFlagConstDisallowed": {
      // It expands no variable, and accepts a stage that is named for its platform.
      "build/constant-platform"({ instruction }) {
        const value = platformFlag(instruction)?.value ?? "$";
        const platform = value.includes("$") ? undefined : parsePlatform(value);
        return platform !== undefined && !isNamedFor(instruction, platform);
      },
    },
    "buildkit/JSONArgsRecommended": {
      // It looks at no HEALTHCHECK, and takes a SHELL for a decision to want one.
      "build/shell-form-cmd": ({ dockerfile, stage, instruction }) =>
        instruction.keyword !== "HEALTHCHECK" && !standsAbove(dockerfile, "SHELL", stage, instruction),
    },
    "buildkit/SecretsUsedInArgOrEnv": {
      // It goes by the name, in a stage; a trigger is none of its instructions.
      "secrets/in-arg-or-env": ({ stage, instruction, about: { secret } }) =>
        stage !== undefined &&
        !instruction.onbuild &&
        secret !== undefined &&
        secretWord.test(secret.name) &&
        !publicWord.test(secret.name),
    },
    "buildkit/UndefinedVar": {
      // It looks at no ARG before FROM, and at no EXPOSE.
      "build/undefined-variable": ({ stage, instruction }) => stage !== undefined && instruction.keyword !== "EXPOSE",
    },
    "buildkit/WorkdirRelativePath": {
      // It accepts any WORKDIR above.
      "build/relative-workdir"({ dockerfile, stage, instruction, facts }) {
        const path = facts.variables?.expandDefaults(instruction, instruction.args);
        return path !== undefined && isRelative(path) && !standsAbove(dockerfile, "WORKDIR", stage, instruction);
      },
    },
  },
  refusals: { "buildkit/UndefinedArgInFrom": "unset-in-from" },
} satisfies Peer;

const secretWord = /(_|^)(apikey|auth|credentials?|key|password|pword|passwd|secret|token)(_|$)/i;
const publicWord = /(_|^)(public|file|version)(_|$)/i;
