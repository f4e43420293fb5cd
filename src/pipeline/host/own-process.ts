let ours = false;

/** The command line has its process to itself: it may set what holds for all of it, such as V8's switches. Whoever imports the library shares theirs. */
export function claimProcess(): void {
  ours = true;
}

export function isOwnProcess(): boolean {
  return ours;
}
