/** Whether a process of this number is there, whoever's it is. */
export function isAlive(pid: number): boolean {
  try {
    // Signal 0 is never sent: kill(2) only looks.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
