/** The one argument of a thread's own, so that a start that is none need not load what knows of threads. */
export const threadWord = "in-a-thread";
