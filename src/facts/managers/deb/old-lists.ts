/** apt.conf(5): settings may keep lists that are no longer named. */
export const oldLists = {
  when: /apt\.conf|List-Cleanup/i,
  why: "apt has settings of its own, and an update may build on the old lists",
};
