/** Whether a process with this id exists, of any user. */
export function isAlive(pid: number): boolean {
  try {
    // Signal 0 sends nothing: kill(2) only checks.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
