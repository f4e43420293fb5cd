/** Places of `secretPlaces` whose value nothing tells from any other, and why, in the words of SECURITY.md. */
export const notKnown: ReadonlyMap<string, string> = new Map([
  ["dockerfile: RUN, conda token", "a part of a path"],
  ["dockerfile: RUN, part of a path", "a part of a path"],
  ["dockerfile: ENV, name that says nothing", "after a name that does not suggest a secret"],
  ["kubernetes: ConfigMap, key that says nothing", "after a name that does not suggest a secret"],
  ["dockerfile: RUN, word of a program that is not known", "a word of a command that no option names"],
  ["dockerfile: RUN, into a file without a name", "a word of a command that no option names"],
]);
