/** File name of the seccomp profile in emitted texts: the output of `emit --to seccomp`. */
export const seccompFile = "seccomp.json";
