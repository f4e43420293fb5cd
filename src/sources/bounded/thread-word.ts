/** The argument that marks a thread, so that the main thread need not load the thread modules. */
export const threadWord = "in-a-thread";
