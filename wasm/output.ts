/** Where the next byte goes; what lies from `history` on may be repeated. */
export let outputAt: u32 = 0;
export let history: u32 = 0;

export function setOutput(at: u32): void {
  outputAt = at;
}
