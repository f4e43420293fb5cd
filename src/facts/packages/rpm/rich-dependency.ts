const deepest = 32;
/** After one of these comes a condition or an exclusion, not a requirement. */
const conditions = new Set(["if", "unless", "without"]);
const joins = new Set(["and", "or", "with", "else"]);

/**
 * Names in a requirement. Most are one name; `(pkgA >= 3.2 or pkgB)` and its nested kin (rpm's documentation, "Boolean
 * dependencies") name several, of which conditions (`if ...`) are left out. What only rpm itself provides (`rpmlib(...)`) is not one.
 */
export function dependencyNames(requirement: string): readonly string[] {
  if (requirement.startsWith("rpmlib(")) return [];
  if (!requirement.startsWith("(")) return requirement === "" ? [] : [requirement];
  const names: string[] = [];
  // Per open parenthesis: whether a condition continues, and whether the next word is a name rather than a comparison's version.
  const open: { skips: boolean; wantsName: boolean }[] = [];
  for (const word of requirement.split(/\s+/)) {
    const opened = /^\(*/.exec(word)?.[0].length ?? 0;
    if (open.length + opened > deepest) return names;
    for (let count = 0; count < opened; count++) open.push({ skips: open.at(-1)?.skips ?? false, wantsName: true });
    const { bare, closed } = withoutClosing(word.slice(opened));
    const level = open.at(-1);
    if (level === undefined) return names;
    const outerSkips = open.at(-2)?.skips ?? false;
    if (conditions.has(bare)) Object.assign(level, { skips: true, wantsName: true });
    else if (joins.has(bare))
      Object.assign(level, { skips: bare === "else" ? outerSkips : level.skips, wantsName: true });
    else if (level.wantsName && bare !== "") {
      if (!level.skips) names.push(bare);
      level.wantsName = false;
    }
    open.length = Math.max(0, open.length - closed);
  }
  return names;
}

/** `font(:lang=en))`: the name's own parentheses stay, those beyond them close the expression. */
function withoutClosing(word: string): { readonly bare: string; readonly closed: number } {
  let depth = 0;
  for (const { 0: bracket, index } of word.matchAll(/[()]/g)) {
    depth += bracket === "(" ? 1 : -1;
    if (depth < 0) return { bare: word.slice(0, index), closed: word.length - index };
  }
  return { bare: word, closed: 0 };
}
