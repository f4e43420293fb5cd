/** Which cgroups are those of the container that was started last; of none before the first. */
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
