/** Places of `secretPlaces` whose value nothing tells from any other, and why: SECURITY.md lists them. */
export const notKnown: ReadonlyMap<string, string> = new Map([
  ["dockerfile: RUN, conda token", "a part of the path of an address"],
]);
