import type { Stage } from "./dockerfile.ts";
import { chainInstructions, lastUser } from "./target-chain.ts";

const setsUser = /\b(?:usermod|useradd|adduser|addgroup|gpasswd)\s/;
/** Groups whose members may become root: that of the engine's socket, of sudo, of root. */
const strongGroup = /[\s,=](?:docker|sudo|wheel|admin|root)(?=[\s,]|$)|\s-[gG][ =]?0(?=\s|$)/;

/** The user that the chain's image runs as: not root, and in no group besides its own; undefined where that is not certain. */
export function unprivilegedUser(chain: readonly Stage[]): string | undefined {
  const user = lastUser(chain)?.instruction.words[0]?.text.replaceAll(/["']/g, "");
  if (user === undefined || /[$:{]/.test(user) || /^(?:0+|root|)$/.test(user)) return undefined;
  const commands = chainInstructions(chain).flatMap(({ keyword, args }) =>
    keyword === "RUN" ? args.replaceAll(/\\\r?\n/g, " ").split(/[\n;&|]/) : [],
  );
  return commands.some((command) => setsUser.test(command) && strongGroup.test(command)) ? undefined : user;
}
