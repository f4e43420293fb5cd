let ours = false;

/** Whether this process belongs to the command line, which may change process-wide settings such as V8's flags. Users of the library share their process. */
export function claimProcess(): void {
  ours = true;
}

export function isOwnProcess(): boolean {
  return ours;
}
