import type { BaseChoice } from "../../../domain/image/base-choice.ts";
import { maskerOf } from "../../../facts/secrets/values/masker-of.ts";
import { unifiedDiff } from "../../../fixes/diff.ts";
import type { Project } from "../../image-build/project.ts";
import { onBase } from "./prove-bases.ts";

/**
 * The recommended base with tag and digest, as a change of the Dockerfile where there is one, and a configuration that keeps the
 * pin current: a digest that never moves gets no fixes.
 */
export function pinOf(
  name: string,
  digest: string,
  at?: { readonly project: Project; readonly inUse: string },
): NonNullable<BaseChoice["pin"]> {
  const from = digest === "" ? name : `${name}@${digest}`;
  const file = at?.project.dockerfilePath;
  const folder =
    file === undefined || !file.includes("/")
      ? "/"
      : `/${file.slice(0, file.lastIndexOf("/"))}`.replace(/^\/\.?\/?/, "/");
  return {
    from,
    ...(at && {
      diff: maskerOf([at.project.original])(
        unifiedDiff(
          at.project.dockerfilePath,
          at.project.original,
          onBase(at.project.dockerfilePath, at.project.original, at.inUse, from),
        ),
      ),
    }),
    // https://docs.renovatebot.com/docker/#digest-pinning
    renovate: `${JSON.stringify({ extends: ["config:recommended", "docker:pinDigests"] }, undefined, 2)}\n`,
    // https://docs.github.com/code-security/dependabot/working-with-dependabot/dependabot-options-reference
    dependabot: [
      "version: 2",
      "updates:",
      "  - package-ecosystem: docker",
      `    directory: ${JSON.stringify(folder)}`,
      "    schedule: { interval: weekly }",
      "",
    ].join("\n"),
  };
}
