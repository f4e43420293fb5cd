/** Where a text expects a list of system calls: what `emit --to seccomp` prints. */
export const seccompFile = "seccomp.json";
