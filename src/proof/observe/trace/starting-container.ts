/** Tests whether a cgroup belongs to the last started container; false before the first. */
export function startingContainer() {
  let container: string | undefined;
  return {
    isContainer: (cgroup: string): boolean => container !== undefined && cgroup.includes(container),
    /** Id of the container that starts next. */
    of: (id: string): void => {
      container = id;
    },
  };
}
