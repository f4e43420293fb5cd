import type { UsableRules } from "../pipeline/custom-rules/usable-rules.ts";
import type { CliContext } from "./cli-context.ts";
import { openSession } from "./session.ts";

/**
 * The custom rules that `hullproof.yaml` of the current folder, or the file of `--config`, lists; each is loaded and
 * tested with its examples. Requires --allow-rules.
 */
export async function rulesHere(
  cli: CliContext,
  flags: { readonly config?: string; readonly allowRules: boolean },
): Promise<UsableRules> {
  await using session = openSession(cli, { ...flags, quiet: true });
  const [{ configFor }, { usableRules }] = await Promise.all([
    import("../pipeline/settings/settings.ts"),
    import("../pipeline/custom-rules/usable-rules.ts"),
  ]);
  const context = { ...session.context, targets: ["."] };
  return await usableRules(await configFor(".", context), context);
}

/** Reports unusable custom rules. */
export function tellUnusable(cli: CliContext, { unread }: Pick<UsableRules, "unread">): void {
  for (const { path, reason } of unread)
    cli.process.stderr.write(
      `hullproof: ${reason.startsWith(path) ? reason : `${path}: ${reason}`}\n  It is not run. docs/guide/own-rules.md shows a rule that works.\n`,
    );
}
