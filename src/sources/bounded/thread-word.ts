/** The one argument of a thread's own, so that a start outside of threads need not load what knows of them. */
export const threadWord = "in-a-thread";
