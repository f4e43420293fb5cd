import { type Ended, runProgram, type RunOptions } from "../../run-program.ts";

export function docker(args: readonly string[], options?: RunOptions): Promise<Ended> {
  return runProgram("docker", args, options);
}

/** @throws Error with what Docker said. */
export async function dockerText(args: readonly string[], options?: RunOptions): Promise<string> {
  const { code, stdout, stderr } = await docker(args, options);
  if (code !== 0) throw new Error(`docker ${args.join(" ").slice(0, 200)}: ${stderr.trim().slice(-2000)}`);
  return stdout.trim();
}
