/** Words that say that a value is there for the build alone, and opens nothing. */
const throwAway: ReadonlySet<string> = new Set(
  (
    "build builds building builder buildtime buildonly buildkey compile compiletime precompile collectstatic compress assets static dummy fake fakekey mock stub notused unused unneeded " +
    "ignore ignored ignoreme irrelevant whatever throwaway temp temporary tmp test testing tests testkey ci none nothing nope nokey nosecret notasecret notsecret insecure unsafe example sample x xx xxx"
  ).split(" "),
);
/** Words next to them that mean nothing alone. */
const fillerWords: ReadonlySet<string> = new Set(
  (
    "a an the and as at be by for from in is it its no not of on only or so this to just me my some any real key keys secret secrets token value password pass string setting base app application " +
    "django rails flask node npm web env time step stage phase docker image dockerfile container run used use using needed need needs required later during while when will away throw never ever overridden replaced"
  ).split(" "),
);

/**
 * `build-key`, `not-used`, `dummy_secret_for_collectstatic`: nothing but words that say that some value is wanted and none is there. Any other word in it, and it may be
 * a secret.
 */
export function isThrowAway(value: string): boolean {
  if (value.length > longest) return false;
  const words = value
    .replace(/([a-z])(?=[A-Z])/g, "$1-")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => word.replace(/\d{1,3}$/, ""))
    .filter((word) => word !== "");
  const joined = words.join("");
  if (/^(?:(?:not?|un)(?:needed|used|required|real|secret)|notasecret)$/.test(joined)) return true;
  return (
    words.some((word) => throwAway.has(word)) && words.every((word) => throwAway.has(word) || fillerWords.has(word))
  );
}

/** No one writes more to say that. */
const longest = 100;
